import HardwareIR

/// What can stand in a loop: a statement of a block, or a part of a module.
protocol Rollable {
  /// The number of loops above each other inside.
  var height: Int { get }

  /// Hashes what never differs between the turns of a loop.
  func hashShape(into hasher: inout Hasher, _ families: SignalFamilies, _ symbols: SymbolTable)

  /// Whether a heading keeps this from standing anywhere but at the beginning of a loop.
  var hasHeading: Bool { get }

  /// Whether two of it are worth a loop.
  var isLong: Bool { get }

  static func unified(_ items: [Self], _ unifier: inout Unifier) -> Self?

  /// The loop over `body`, or what says the same without one.
  static func loop(_ range: LoopRange, _ body: [Self], _ roller: Roller) -> Self
}

extension Unifier {
  /// What stands for lists of things that belong together place by place.
  mutating func list<Item: Rollable>(_ lists: [[Item]]) -> [Item]? {
    guard lists.allSatisfy({ $0.count == lists[0].count }) else { return nil }
    var result: [Item] = []
    for index in lists[0].indices {
      guard let item = Item.unified(lists.map { $0[index] }, &self) else { return nil }
      result.append(item)
    }
    return result
  }
}

/// Puts neighbours that are equal up to the index into loops.
struct Roller {
  let families: SignalFamilies
  let symbols: SymbolTable
  /// Whether copies of neighbours become one. In an `always_comb` block the bits that it reads need
  /// names then, which a loop's variable makes needless.
  var joinsCopies = true

  /// Longer turns are not looked for.
  private static let turnMax = 64
  /// Loops in loops, at most.
  private static let passesMax = 4

  /// Things in a row, each with the hash of its shape.
  private struct Row<Item: Rollable> {
    var items: [Item] = []
    var shapes: [Int] = []

    mutating func append(_ item: Item, _ shape: Int) {
      items.append(item)
      shapes.append(shape)
    }
  }

  /// Short turns first, so that a loop inside is found before the loop around it.
  func rolled<Item: Rollable>(_ items: [Item]) -> [Item] {
    guard items.count > 1 else { return items }
    var row = Row(items: items, shapes: items.map(shape))
    for _ in 0..<Self.passesMax {
      let before = row.items.count
      var turn = 1
      while turn <= min(Self.turnMax, row.items.count / 2) {
        roll(&row, turn)
        turn += 1
      }
      if row.items.count == before { break }
    }
    return row.items
  }

  private func shape<Item: Rollable>(_ item: Item) -> Int {
    var hasher = Hasher()
    item.hashShape(into: &hasher, families, symbols)
    return hasher.finalize()
  }

  /// Puts what repeats in so many things into loops.
  private func roll<Item: Rollable>(_ row: inout Row<Item>, _ turn: Int) {
    var result: Row<Item>?
    var place = 0
    while place < row.items.count {
      if let (loop, count) = loop(row.items, row.shapes, turn, at: place) {
        if result == nil {
          result = Row(items: Array(row.items[..<place]), shapes: Array(row.shapes[..<place]))
        }
        result?.append(loop, shape(loop))
        place += count
      } else {
        result?.append(row.items[place], row.shapes[place])
        place += 1
      }
    }
    if let result { row = result }
  }

  /// The loop that begins at `place`, and how many items it replaces.
  private func loop<Item: Rollable>(
    _ items: [Item], _ shapes: [Int], _ turn: Int, at place: Int
  ) -> (loop: Item, count: Int)? {
    var turns = 1
    while place + (turns + 1) * turn <= items.count,
      (0..<turn).allSatisfy({ offset in
        let index = place + turns * turn + offset
        return shapes[index] == shapes[place + offset] && !items[index].hasHeading
      })
    { turns += 1 }
    guard turns >= 2, !(1..<turn).contains(where: { items[place + $0].hasHeading }) else {
      return nil
    }
    let lists = (0..<turns).map { Array(items[(place + $0 * turn)..<(place + ($0 + 1) * turn)]) }
    return longest(lists).map { ($0, $1 * turn) }
  }

  /// The loop over as many turns as are equal up to the index.
  private func longest<Item: Rollable>(_ lists: [[Item]]) -> (Item, Int)? {
    let turnsMin = lists[0].count > 1 || lists[0][0].isLong ? 2 : 3
    guard lists.count >= turnsMin else { return nil }
    var fitting = 1
    var failing = lists.count + 1
    var candidate = lists.count
    var fit: (body: [Item], firstIndex: Int)?
    while candidate > fitting {
      if let found = unified(Array(lists.prefix(candidate)), from: 0) {
        fitting = candidate
        fit = found
      } else {
        failing = candidate
      }
      candidate = (fitting + failing) / 2
    }
    guard fitting >= turnsMin, let fit else { return nil }
    let first = fit.firstIndex
    let counted = first == 0 ? fit : unified(Array(lists.prefix(fitting)), from: first)
    guard let body = counted?.body else { return nil }
    let range = LoopRange(variable: height(lists[0]), values: first..<(first + fitting))
    return (Item.loop(range, body, self), fitting)
  }

  private func height<Item: Rollable>(_ items: [Item]) -> Int { items.map(\.height).max() ?? 0 }

  private func unified<Item: Rollable>(
    _ turns: [[Item]], from start: Int
  ) -> (body: [Item], firstIndex: Int)? {
    var unifier = Unifier(families: families, symbols: symbols)
    unifier.variable = height(turns[0])
    unifier.start = start
    guard let body = unifier.list(turns) else { return nil }
    return (body, max(0, unifier.firstIndex ?? 0))
  }
}
