import AttentionSpec

/// Any lawful schedule, not only those that the scheduler makes: rows and tokens lie anywhere, the
/// entries of a row come in any order, and elements are idle at any time.
struct RandomSchedule {
  private let rest: KeptRows<Int>
  private let configuration: AcceleratorConfiguration
  private var generator: SplitMix64

  /// - Parameter configuration: one with slots to waste.
  static func draw(
    _ workload: Workload, _ configuration: AcceleratorConfiguration, seed: UInt64
  ) -> Schedule {
    var drawing = RandomSchedule(
      rest: workload.rest, configuration: configuration, generator: SplitMix64(seed: seed))
    return drawing.draw()
  }

  private mutating func draw() -> Schedule {
    let rows = shuffled(rest.indices.filter { !rest[$0].isEmpty })
    let rowsOfElement = dealt(
      rows, bins: configuration.array.elements, capacity: configuration.capacity.queriesPerElement)
    let placements = placements()
    let idle = generator.integer(in: 0...300)
    var left = rowsOfElement.map { rows in rows.map { Array(rest[$0]) } }
    var slots: [[Slot]] = rowsOfElement.map { _ in [] }
    var rowEnds: [[Int]] = rowsOfElement.map { _ in [] }
    var slot = 0
    while left.contains(where: { !$0.isEmpty }) {
      var tokenOfBank: [Int: Int] = [:]
      for element in shuffled(Array(left.indices)) {
        guard let row = left[element].first, !generator.chance(perMille: idle) else {
          slots[element].append(.idle)
          continue
        }
        let free = row.filter { tokenOfBank[placements[$0].bank] ?? $0 == $0 }
        guard !free.isEmpty else {
          slots[element].append(.idle)
          continue
        }
        let token = free[generator.integer(in: 0...free.count - 1)]
        tokenOfBank[placements[token].bank] = token
        slots[element].append(.entry(token: token))
        left[element][0].removeAll { $0 == token }
        if left[element][0].isEmpty {
          left[element].removeFirst()
          rowEnds[element].append(slot + 1)
        }
      }
      slot += 1
    }
    let trailing = generator.integer(in: 0...3)
    return Schedule(
      slotCount: slot + trailing, rowsOfElement: rowsOfElement, placements: placements,
      slots: slots.map { $0 + Array(repeating: .idle, count: trailing) }, rowEnds: rowEnds)
  }

  private mutating func placements() -> [TokenPlacement] {
    let all = (0..<configuration.banks).flatMap { bank in
      (0..<configuration.capacity.tokensPerBank).map { TokenPlacement(bank: bank, address: $0) }
    }
    return Array(shuffled(all).prefix(rest.rows))
  }

  private mutating func dealt(_ things: [Int], bins: Int, capacity: Int) -> [[Int]] {
    var dealt: [[Int]] = Array(repeating: [], count: bins)
    for thing in things {
      let open = dealt.indices.filter { dealt[$0].count < capacity }
      dealt[open[generator.integer(in: 0...open.count - 1)]].append(thing)
    }
    return dealt
  }

  private mutating func shuffled<Item>(_ items: [Item]) -> [Item] {
    var items = items
    for index in items.indices.dropLast() {
      items.swapAt(index, generator.integer(in: index...items.count - 1))
    }
    return items
  }
}
