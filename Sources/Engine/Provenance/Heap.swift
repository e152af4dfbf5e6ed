/// A binary heap: the element that comes before all others is taken first. The order is given with each call, for it may
/// look at what the owner of the heap keeps; it must not change for elements that are in the heap.
struct Heap<Element> {
    private var elements: [Element] = []

    @inline(__always)
    mutating func push(_ element: Element, by isBefore: (Element, Element) -> Bool) {
        elements.append(element)
        var place = elements.count - 1
        while place > 0 {
            let parent = (place - 1) / 2
            guard isBefore(elements[place], elements[parent]) else { break }
            elements.swapAt(place, parent)
            place = parent
        }
    }

    @inline(__always)
    mutating func pop(by isBefore: (Element, Element) -> Bool) -> Element? {
        guard let first = elements.first, let last = elements.popLast() else { return nil }
        guard !elements.isEmpty else { return first }
        elements[0] = last
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2]
            where child < elements.count && isBefore(elements[child], elements[least]) { least = child }
            if least == place { return first }
            elements.swapAt(place, least)
            place = least
        }
    }
}
