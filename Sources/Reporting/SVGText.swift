internal import Statistics

/// The smallest pieces of an SVG picture: escaped text and rounded numbers.
enum SVGText {
    /// A text as XML content or attribute value; what XML 1.0 cannot hold becomes U+FFFD.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar.isASCII, let entity = MarkupText.entity(of: UInt8(scalar.value)) {
                result += entity
                continue
            }
            switch scalar {
            case "\n", "\t", "\r": result += " "
            default: result.unicodeScalars.append(isAllowed(scalar) ? scalar : "\u{FFFD}")
            }
        }
        return result
    }

    /// A coordinate with at most two decimals.
    static func number(_ value: Double) -> String {
        DecimalText.trimmed(value, atMost: 2)
    }

    /// A text cut to a width, a wide character counting twice.
    static func fitted(_ text: String, width: Int) -> String {
        var used = 0
        var kept = ""
        for character in text {
            used += character.unicodeScalars.contains { $0.value >= 0x1100 } ? 2 : 1
            if used > width { return String(kept.dropLast()) + "…" }
            kept.append(character)
        }
        return kept
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
    }
}
