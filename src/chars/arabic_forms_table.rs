// Made from Unicode 17.0.0's files by tests/generated.rs; do not edit.

/// For U+FB50 and on: o isolated, i initial, m medial, f final.
pub(super) static FORMS: &[u8] = b"\
    ofofimofimofimofimofimofimofimofimofimofimofimofimofofofofofofofimofimofimofimofofimofofimofimof\
    of---------------------------------ofimofofofoofofofofimimofofofofofofofiofiofimoooooooooooooooo\
    oooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooo------ffffffffffff\
    fffffffffffffffffffffffffffffffffffffffiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii\
    iiiiiiiiiiiiiiimmmmmmmmmmmmmmmmmmmmmmooooooooooooooooooooooooooooffffffffffffffffffffffffffffiii\
    iiiimmmmmmmmfo------------------ifiiiiiififfiiffiifififfiffififfifiifffifffffifffffiffifiiifiiii\
    --iiiiffiffffiffffffffffffffffffffffiiffififfffffffiiiff----------------------------------------\
    ooooooooooooo-----------------------------------------------------------------------------------\
    ---------------------------------m-----m-m-m-m-moofofofofofimofofimofofimofimofimofimofimofofofo\
    fofimofimofimofimofimofimofimofimofimofimofimofimofimofimofimofofofimofofofof\
";
