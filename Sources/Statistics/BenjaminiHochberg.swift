/// Which of many tests may be called significant so that, on average, no more than a share `rate` of
/// those called so are wrong (Benjamini and Hochberg, 1995).
public enum BenjaminiHochberg {
    /// The adjusted p-values, in the order given: a test is significant at a rate if its adjusted
    /// p-value is at most that. O(n log n).
    public static func adjusted(_ pValues: [Double]) -> [Double] {
        let order = pValues.indices.sorted { pValues[$0] > pValues[$1] }
        var adjusted = pValues
        var least = 1.0
        for (position, index) in order.enumerated() {
            let rank = Double(pValues.count - position)
            least = min(least, pValues[index] * Double(pValues.count) / rank)
            adjusted[index] = least
        }
        return adjusted
    }
}
