/// Words that say little about what a text is about: function words, and what fills speech.
enum StopWords {
    static let all = Set(list.split { $0 == " " || $0 == "\n" }.map(String.init))

    private static let list = """
        a about above after again against all am an and any are as at be because been before being
        below between both but by can could did do does doing down during each few for from further
        get go going got had has have having he her here hers him his how hmm i if in into is it its
        itself just know like me mean mm more most my no nor not now of off oh okay ok on once only
        or other our out over own really right s same she should so some such t than that the their
        them then there these they think this those through to too uh um under until up very was we
        well were what when where which while who whom why will with would yeah yes you your yours
        """
}
