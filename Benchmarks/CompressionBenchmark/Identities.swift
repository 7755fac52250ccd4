import CompressionChecks
import Files
import Statistics
import ThreadTime
import Tokenization

/// Looks conversations up by names that are easily taken for each other; stops if one gets another's.
enum Identities {
    /// A line of the page.
    static func line(count: Int, _ tokenizer: Tokenizer) throws -> String {
        var check = IdentityCheck(names: count, tokenizer, hasher: SHA256Hasher())
        let seconds = cpuSeconds {
            for number in 0..<count { check.lookUp(number, comparesHashes: true) }
        }
        let figures =
            "\(check.conversations) conversations: \(check.own) look-ups got their own rules, "
            + "\(check.others) another's, \(check.lost) none"
        guard check.others == 0, check.lost == 0 else { throw Failure(figures) }
        let each = DecimalText.fixed(seconds / Double(count) * 1e6, decimals: 1)
        return
            "\n\(count) look-ups by names that differ late, in case, punctuation, normalisation, "
            + "white space, zeros or script, or begin with each other, of \(figures); \(each) µs of CPU "
            + "time each with the check; hashes of other names shared up to \(check.closestHash) bits.\n"
    }
}
