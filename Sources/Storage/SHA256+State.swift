internal import ContextModel

extension SHA256 {
    /// The eight words of the hash between two blocks.
    struct State: Sendable {
        static let blockSize = 64

        private var words: SIMD8<UInt32>

        /// Square roots of the first eight primes, first 32 bits of their fractions (FIPS 180-4, 5.3.3).
        static let initial = Self(
            words: [
                0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A,
                0x510E_527F, 0x9B05_688C, 0x1F83_D9AB, 0x5BE0_CD19,
            ])

        /// Mixes in whole blocks. O(bytes).
        mutating func absorb(_ blocks: UnsafeRawBufferPointer) {
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Self.blockSize) { schedule in
                Self.constants.withUnsafeBufferPointer { constants in
                    for start in stride(from: 0, to: blocks.count, by: Self.blockSize) {
                        Self.expand(blocks, from: start, into: schedule)
                        mix(schedule, constants)
                    }
                }
            }
        }

        /// The message schedule of one block (6.2.2, step 1).
        ///
        /// The rotations are written out here and below: calls to a function, which a debug build
        /// does not inline, take most of the time, and the tests hash the program for each run.
        private static func expand(
            _ bytes: UnsafeRawBufferPointer, from start: Int,
            into schedule: UnsafeMutableBufferPointer<UInt32>
        ) {
            for index in 0..<16 {
                let word = bytes.loadUnaligned(fromByteOffset: start + 4 * index, as: UInt32.self)
                schedule[index] = UInt32(bigEndian: word)
            }
            for index in 16..<64 {
                let early = schedule[index - 15]
                let late = schedule[index - 2]
                let small =
                    (early &>> 7 | early &<< 25) ^ (early &>> 18 | early &<< 14) ^ early &>> 3
                let large = (late &>> 17 | late &<< 15) ^ (late &>> 19 | late &<< 13) ^ late &>> 10
                schedule[index] = schedule[index - 16] &+ small &+ schedule[index - 7] &+ large
            }
        }

        /// The 64 rounds, in the standard's letters (6.2.2, steps 2 to 4).
        private mutating func mix(
            _ schedule: UnsafeMutableBufferPointer<UInt32>,
            _ constants: UnsafeBufferPointer<UInt32>
        ) {
            var (a, b, c, d) = (words[0], words[1], words[2], words[3])
            var (e, f, g, h) = (words[4], words[5], words[6], words[7])
            for round in 0..<64 {
                let mixedE = (e &>> 6 | e &<< 26) ^ (e &>> 11 | e &<< 21) ^ (e &>> 25 | e &<< 7)
                let chosen = e & f ^ ~e & g
                let first = h &+ mixedE &+ chosen &+ constants[round] &+ schedule[round]
                let mixedA = (a &>> 2 | a &<< 30) ^ (a &>> 13 | a &<< 19) ^ (a &>> 22 | a &<< 10)
                let majority = a & b ^ a & c ^ b & c
                (h, g, f, e) = (g, f, e, d &+ first)
                (d, c, b, a) = (c, b, a, first &+ mixedA &+ majority)
            }
            words = words &+ SIMD8(a, b, c, d, e, f, g, h)
        }

        /// The words, two by two.
        var digest: ContentDigest {
            func pair(_ index: Int) -> UInt64 {
                UInt64(words[index]) << 32 | UInt64(words[index + 1])
            }
            return ContentDigest(pair(0), pair(2), pair(4), pair(6))
        }

        /// The words as 64 lower-case digits.
        var hexadecimal: String {
            let digits = [UInt8]("0123456789abcdef".utf8)
            var text: [UInt8] = []
            for index in 0..<8 {
                for shift in stride(from: 28, through: 0, by: -4) {
                    text.append(digits[Int(words[index] >> UInt32(shift) & 15)])
                }
            }
            return String(decoding: text, as: UTF8.self)
        }

        /// Cube roots of the first 64 primes, first 32 bits of their fractions (4.2.2).
        private static let constants: [UInt32] = [
            0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5,
            0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
            0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3,
            0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
            0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc,
            0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
            0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
            0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
            0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13,
            0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
            0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3,
            0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
            0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5,
            0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
            0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208,
            0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
        ]
    }
}
