import HardwareDSL
import Testing

/// Modules that are used more than once: those that hold the same are described once, and no
/// difference between two of one name is missed.
@Suite struct EqualModuleTests {
  private final class Leaf: TestModule {
    struct Options: Hashable {
      var offset = 1
      var label = "a"
    }

    let input = HardwareDSL.input(.unsigned(4))
    let output = HardwareDSL.output(.unsigned(4))
    let options: Options
    let numbers: [Int]
    let extra: Signal?
    let table: Memory
    let closure: (() -> Int)?
    var moduleName: String { "leaf" }

    init(
      _ options: Options = Options(), numbers: [Int] = [], hasExtra: Bool = false, word: Int = 7,
      closure: (() -> Int)? = nil
    ) {
      self.options = options
      self.numbers = numbers
      self.closure = closure
      table = Memory(.unsigned(4), depth: 2, initial: [word])
      extra = hasExtra ? register(.unsigned(4), reset: 0) : nil
    }

    var body: Behavior {
      let sum = options.offset + numbers.reduce(0, +) + (closure?() ?? 0)
      table.read(at: input[0].asUnsigned)
      output <== table.readData &+ Signal(sum, .unsigned(4))
      if let extra { extra <== input }
    }
  }

  private final class Pair: TestModule {
    let first: Leaf
    let second: Leaf
    let output = HardwareDSL.output(.unsigned(4))

    init(_ first: Leaf, _ second: Leaf) {
      self.first = first
      self.second = second
    }

    var body: Behavior {
      first.input <== 1
      second.input <== first.output
      output <== second.output
    }
  }

  private func isRefused(_ first: Leaf, _ second: Leaf) -> Bool {
    do {
      _ = try elaborate(Pair(first, second))
      return false
    } catch {
      return "\(error)".contains("two different modules are named 'leaf'")
    }
  }

  @Test("A different number, text, list, register or word under one name is refused")
  func differences() {
    #expect(isRefused(Leaf(), Leaf(.init(offset: 2))))
    #expect(isRefused(Leaf(numbers: [1, 2]), Leaf(numbers: [1, 3])))
    #expect(isRefused(Leaf(), Leaf(numbers: [4])))
    #expect(isRefused(Leaf(), Leaf(hasExtra: true)))
    #expect(isRefused(Leaf(), Leaf(word: 8)))
    #expect(isRefused(Leaf(closure: { 1 }), Leaf(closure: { 2 })))
  }

  @Test("What makes no difference in the hardware makes none")
  func equals() {
    #expect(!isRefused(Leaf(), Leaf()))
    #expect(!isRefused(Leaf(), Leaf(.init(offset: 1, label: "b"))))
    #expect(!isRefused(Leaf(numbers: [1, 2]), Leaf(numbers: [2, 1])))
    #expect(!isRefused(Leaf(closure: { 1 }), Leaf(closure: { 1 })))
  }

  @Test("The body of an equal module runs once, however often it is used")
  func once() throws {
    final class Counted: TestModule {
      let input = HardwareDSL.input(.bit)
      let output = HardwareDSL.output(.bit)
      @TaskLocal static var runs: Runs?
      final class Runs: @unchecked Sendable {
        var count = 0
        func add() { count += 1 }
      }
      var body: Behavior {
        let _ = Counted.runs?.add()
        output <== !input
      }
    }
    final class Chain: TestModule {
      let input = HardwareDSL.input(.bit)
      let output = HardwareDSL.output(.bit)
      let stage = (0..<5).map { _ in Counted() }
      var body: Behavior {
        for index in 0..<5 {
          stage[index].input <== (index == 0 ? input : stage[index - 1].output)
        }
        output <== stage[4].output
      }
    }
    let runs = Counted.Runs()
    let circuit = try Counted.$runs.withValue(runs) { try elaborate(Chain()) }
    #expect(runs.count == 1)
    #expect(circuit.modules.map(\.name) == ["counted", "chain"])
    #expect(circuit.top.instances.count == 5)
  }
}
