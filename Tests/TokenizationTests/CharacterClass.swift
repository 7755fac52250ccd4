/// The character classes of the published patterns, from the standard library's Unicode properties,
/// where a code point newer than Unicode 16.0 counts as unassigned: the version of the regular
/// expression crate in tiktoken 0.14.
enum CharacterClass: Sendable {
    /// `\p{L}`.
    case letter
    /// `\p{N}`.
    case number
    /// `\s`, the property White_Space.
    case space
    /// `[\r\n]`.
    case newline
    /// `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`.
    case upper
    /// `[\p{Ll}\p{Lm}\p{Lo}\p{M}]`.
    case lower
    /// One of these.
    case only(String)
    /// None of these.
    indirect case not([CharacterClass])
    /// The ASCII character and all that fold to it, one code point to one.
    case folded(Unicode.Scalar)

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        switch self {
        case .letter:
            category(scalar, [.uppercaseLetter, .titlecaseLetter, .lowercaseLetter] + caseless)
        case .number: category(scalar, [.decimalNumber, .letterNumber, .otherNumber])
        case .space: scalar.properties.isWhitespace
        case .newline: scalar == "\r" || scalar == "\n"
        case .upper: category(scalar, [.uppercaseLetter, .titlecaseLetter] + caseless + marks)
        case .lower: category(scalar, [.lowercaseLetter] + caseless + marks)
        case .only(let scalars): scalars.unicodeScalars.contains(scalar)
        case .not(let classes): !classes.contains { $0.contains(scalar) }
        case .folded(let letter): scalar == letter || folds(scalar, to: letter)
        }
    }
}

private typealias Category = Unicode.GeneralCategory
private let caseless: [Category] = [.modifierLetter, .otherLetter]
private let marks: [Category] = [.nonspacingMark, .spacingMark, .enclosingMark]

private func category(_ scalar: Unicode.Scalar, _ categories: [Category]) -> Bool {
    guard let age = scalar.properties.age, (age.major, age.minor) <= (16, 0) else { return false }
    return categories.contains(scalar.properties.generalCategory)
}

/// Simple case folding to a lowercase ASCII letter: the capital, and the long s to s.
private func folds(_ scalar: Unicode.Scalar, to letter: Unicode.Scalar) -> Bool {
    scalar.properties.lowercaseMapping.unicodeScalars.elementsEqual([letter])
        || (letter == "s" && scalar == "\u{17F}")
}
