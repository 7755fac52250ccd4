/// How many elements two lists begin with in common. O(them), and O(1) for two slices of one list with the
/// same beginning. Inlinable, since a replay compares every prompt with those before it.
@inlinable package func commonCount<Element: Equatable>(
    _ left: ArraySlice<Element>, _ right: ArraySlice<Element>
) -> Int {
    left.withUnsafeBufferPointer { left in
        right.withUnsafeBufferPointer { right in
            let most = min(left.count, right.count)
            if left.baseAddress == right.baseAddress { return most }
            var count = 0
            while count < most, left[count] == right[count] { count += 1 }
            return count
        }
    }
}
