import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// What a parser says of XML.
enum XMLCheck {
    /// The texts of all elements of a name, in order; nil if the XML is not well-formed.
    static func texts(of element: String, in xml: String) -> [String]? {
        let parser = XMLParser(data: Data(xml.utf8))
        let reader = Reader(element)
        parser.delegate = reader
        return withExtendedLifetime(reader) { parser.parse() ? reader.texts : nil }
    }

    private final class Reader: NSObject, XMLParserDelegate {
        var texts: [String] = []
        private let name: String
        private var isInside = false

        init(_ name: String) { self.name = name }

        func parser(
            _ parser: XMLParser, didStartElement element: String, namespaceURI: String?,
            qualifiedName: String?, attributes: [String: String] = [:]
        ) {
            isInside = element == name
            if isInside { texts.append("") }
        }

        func parser(
            _ parser: XMLParser, didEndElement element: String, namespaceURI: String?,
            qualifiedName: String?
        ) { isInside = false }

        func parser(_ parser: XMLParser, foundCharacters string: String) {
            if isInside { texts[texts.count - 1] += string }
        }
    }
}
