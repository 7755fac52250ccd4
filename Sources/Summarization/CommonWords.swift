/// Words that say little by themselves, and words that announce a decision.
struct CommonWords: Sendable {
    /// What a word is.
    struct Role: OptionSet {
        let rawValue: UInt8
        /// A word of grammar.
        static let filler = Role(rawValue: 1)
        /// A word that a decision, an order or a conclusion is told with.
        static let cue = Role(rawValue: 2)
    }

    static let english = CommonWords()

    private var keys = [UInt64](repeating: 0, count: 1024)
    private var roles = [UInt8](repeating: 0, count: 1024)

    private init() {
        for word in Self.fillers.split(separator: " ") { add(word, .filler) }
        for word in Self.cues.split(separator: " ") { add(word, .cue) }
    }

    private mutating func add(_ word: Substring, _ role: Role) {
        let key = FoldedHash(word.utf8).mixed
        var slot = Int(truncatingIfNeeded: key & 1023)
        while keys[slot] != 0, keys[slot] != key { slot = (slot + 1) & 1023 }
        keys[slot] = key
        roles[slot] |= role.rawValue
    }

    /// The role of the word of a hash; empty for all others.
    @inline(__always)
    func role(of key: UInt64) -> Role {
        var slot = Int(truncatingIfNeeded: key & 1023)
        while keys[slot] != 0 {
            if keys[slot] == key { return Role(rawValue: roles[slot]) }
            slot = (slot + 1) & 1023
        }
        return []
    }

    private static let fillers = """
        a about above after again all also am an and any are aren as at be because been before \
        being below between both but by can cannot could couldn d did didn do does doesn doing don \
        down during each even few for from further get go got had has have having he her here hers \
        him his how i if in into is isn it its itself just kind know let like ll m make many may me \
        might mm more most much my no nor not now of off oh okay ok on once one only or other our \
        ours out over own please quite re really right s same say see she should so some something \
        still such t than thank thanks that the their theirs them then there these they thing \
        things think this those though through to too uh um under until up us ve very want was we \
        well were what when where which while who whom why will with would yeah yep yes you your \
        yours hmm huh vocalsound disfmarker gap pause laugh actually basically mean sort bit maybe
        """

    private static let cues = """
        decided decide decision decisions agreed agree agreement chose choose chosen conclude \
        concluded conclusion confirmed confirm approved approve rejected reject must shall will \
        should never always instead prefer prefers preferred require required requires requirement \
        plan planned todo fix fixed resolved solved cause caused important deadline default
        """
}
