import ContextModel
import StrictJSON

extension Message {
    /// Whether the two messages are the same in everything that is counted: all but `extra` fields and
    /// the shapes of the wire. O(parts) where they share storage, else O(bytes).
    ///
    /// Equality is not enough: equal texts may have other bytes, and so other tokens.
    func costsTheSame(as other: Message) -> Bool {
        role == other.role && wire.role.hasSameBytes(as: other.wire.role)
            && name.hasSameBytes(as: other.name) && parts.saysTheSame(as: other.parts)
    }
}
