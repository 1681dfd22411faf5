//! Which encoding files are in, as ungarble says and as `chardetng` alone says: `benches/charsets.py` runs this beside
//! others and counts who is right.
//!
//! Takes files of paths, one a line, and prints for each path: our encoding, whether we are confident, and that of
//! `chardetng`.

use std::fs;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use ungarble::text::decode::decode;

fn main() {
    for list in std::env::args().skip(1).filter(|a| !a.starts_with("--")) {
        for path in fs::read_to_string(&list).expect("a list of files").lines() {
            let bytes = fs::read(path).expect("a file of the list");
            let (ours, sure) = match decode(&bytes, None) {
                Ok(decoded) if decoded.binary => ("binary".to_string(), decoded.confident),
                Ok(decoded) => (decoded.encoding.name().to_string(), decoded.confident),
                Err(error) => (error.to_string(), true),
            };
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
            detector.feed(&bytes, true);
            println!("{path}\t{ours}\t{sure}\t{}", detector.guess(None, Utf8Detection::Allow).name());
        }
    }
}
