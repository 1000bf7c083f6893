import HardwareDSL
import HardwareIR
import Testing

@Suite("Inventory of a circuit")
struct InventoryTests {
  private final class Bank: Module {
    let address = input(.unsigned(3))
    let word = output(.bits(16))
    let words = [
      Memory(.bits(8), depth: 8, "half a word"), Memory(.bits(8), depth: 8, "half a word"),
    ]

    var documentation: Documentation { Documentation("A bank of words.") }

    var body: Behavior {
      for half in words {
        half.read(at: address)
        half.write(address.asBits.extended(to: 8), at: address, enable: address == 3)
      }
      word <== concatenate(words.map(\.readData))
    }
  }

  private final class Lane: Module {
    let left = input(.signed(4))
    let right = input(.signed(5))
    let product = output(.signed(9))
    let bank = [Bank(), Bank(), Bank()]
    let held = (0..<4).map { _ in dataRegister(.signed(9)) }

    var documentation: Documentation { Documentation("A lane.") }

    var body: Behavior {
      for each in bank { each.address <== right.asUnsigned.truncated(to: 3) }
      let twice = wire("twice", left * Signal(2, .signed(3)))
      unused("twice", twice)
      for register in held { register <== left * right }
      product
        <== (bank.map { $0.word[0] }.reduce(Signal(0, .bit)) { $0 || $1 })
        .chosen(held[0], held[3])
    }
  }

  private final class Pair: Module {
    let left = input(.signed(4))
    let right = input(.signed(5))
    let products = [output(.signed(9)), output(.signed(9))]
    let lane = [Lane(), Lane()]
    let alone = Bank()

    var documentation: Documentation { Documentation("Two lanes.") }

    var body: Behavior {
      alone.address <== right.asUnsigned.truncated(to: 3)
      for (own, product) in zip(lane, products) {
        own.left <== left
        own.right <== right
        product <== mux(alone.word[0], own.product, own.product &+ 1)
      }
    }
  }

  @Test("Memories of arrays are banks, and what else repeats are copies")
  func memories() throws {
    let inventory = try CircuitInventory(elaborate(Pair()))
    #expect(inventory.memories.map(\.path) == ["lane[2].bank[3].words[2]", "alone.words[2]"])
    let first = try #require(inventory.memories.first)
    #expect((first.banks, first.copies, first.words, first.wordBits) == (6, 2, 8, 8))
    #expect(first.bits == 12 * 64 && first.bytesPerCycle == 12)
    #expect(first.note == "half a word")
    #expect(inventory.memoryBits == 14 * 64)
  }

  @Test("Registers are counted in all instances, products of two signals once a module")
  func registersAndProducts() throws {
    let inventory = try CircuitInventory(elaborate(Pair()))
    #expect(inventory.registerBits == 2 * 4 * 9)
    #expect(inventory.largestRegister?.bits == 36)
    #expect(inventory.largestRegister?.name.hasSuffix(".held_q") == true)
    #expect(inventory.multipliers.map(\.count) == [2])
    #expect(inventory.multipliers.map(\.widths) == [[4, 5]])
  }

  @Test("A circuit without state has none")
  func empty() throws {
    final class Inverter: Module {
      let value = input(.bit)
      let inverse = output(.bit)
      var documentation: Documentation { Documentation("An inverter.") }
      var body: Behavior { inverse <== !value }
    }
    let inventory = try CircuitInventory(elaborate(Inverter()))
    #expect(inventory.memories.isEmpty && inventory.multipliers.isEmpty)
    #expect(inventory.registerBits == 0 && inventory.largestRegister == nil)
  }
}

extension Signal {
  fileprivate func chosen(_ then: Signal, _ otherwise: Signal) -> Signal {
    mux(self, then, otherwise)
  }
}
