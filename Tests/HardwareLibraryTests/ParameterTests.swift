import HardwareDSL
import HardwareLibrary
import TestSupport
import Testing

/// Parameters that the library refuses, each with the full text.
@Suite struct ParameterTests {
  @Test(
    "A unit refuses its parameters where they are chosen",
    arguments: [
      (0, "a StreamFIFO of 0 words; give it 1 to 4096"),
      (1, "a StreamFIFO of -4 words; give it 1 to 4096"),
      (2, "a StreamFIFO of words of -2 bits; give them 0 or more"),
      (3, "an AsynchronousFIFO of 1 words; give it a power of two from 2 on"),
      (4, "an AsynchronousFIFO of words of -1 bits; give them 0 or more"),
      (5, "an AsynchronousFIFO of 1 stages lets nothing settle; give it 2 or more"),
      (6, "a PulseSynchronizer of 0 stages lets nothing settle; give it 2 or more"),
      (7, "a StreamArbiter of 1 streams; give it 2 to 1024"),
      (8, "a StreamArbiter of words of -8 bits; give them 0 or more"),
      (9, "a SerialDivider of 7 quotient bits, two a cycle; give it an even number from 2 on"),
      (10, "a SerialDivider of -2 quotient bits, two a cycle; give it an even number from 2 on"),
      (11, "a SerialDivider of 0 divisor bits; give it 1 or more"),
      (12, "a StreamRegister of words of -3 bits; give them 0 or more"),
      (13, "a SkidBuffer of words of -1 bits; give them 0 or more"),
      (14, "a MemoryFIFO of 0 words; give it 1 to 8388608"),
      (15, "a MemoryFIFO of words of -9 bits; give them 0 or more"),
      (16, "a PriorityArbiter of 0 streams; give it 2 to 1024"),
      (17, "a PriorityArbiter of words of -1 bits; give them 0 or more"),
      (18, "a StreamFork of 1 streams; give it 2 to 1024"),
      (19, "a StreamFork of words of -1 bits; give them 0 or more"),
      (20, "a BypassFIFO of 0 words; give it 1 to 4096"),
      (21, "a BypassFIFO of words of -1 bits; give them 0 or more"),
      (22, "a StreamUpsizer of 0 lanes; give it 1 to 4096"),
      (23, "a StreamUpsizer of words of -1 bits; give them 0 or more"),
      (24, "a StreamDownsizer of -2 lanes; give it 1 to 4096"),
      (25, "a StreamDownsizer of words of -1 bits; give them 0 or more"),
      (26, "a LoopNest without loops; give it 1 or more"),
      (27, "a LoopNest with an index of 0 bits; give it 1 to 4096"),
      (28, "a tree of 0 numbers; give it 1 to 4096"),
      (29, "a tree of numbers of type bits(8); give it signed or unsigned numbers"),
      (30, "a tree with 0 levels a stage; give it 1 to 4096"),
      (31, "a Requantizer of 0 lanes; give it 1 to 4096"),
      (32, "a Requantizer of numbers of 0 bits; give it 1 to 4096"),
      (33, "a Requantizer that shifts by 12; give it 0 to 11"),
      (34, "a PipelinedDivider of numbers of 0 bits; give it 1 to 4096"),
      (35, "a DoubleBuffer of 0 words a half; give it 1 to 8388608"),
      (36, "a BankedMemory of 0 words a bank; give it 1 to 8388608"),
      (37, "a BankedMemory of 0 banks; give it 1 to 4096"),
      (38, "AXI4LiteWrites with addresses of 2 bits; give it 3 to 64"),
      (39, "AXI4LiteReads with addresses of 65 bits; give it 3 to 64"),
      (41, "a ResetSynchronizer of 1 stages lets nothing settle; give it 2 or more"),
      (42, "a window of 0 words; give it 1 to 8388608"),
      (43, "a window with 0 ports; give it 1 to 4096"),
      (44, "a window that gives back 5 words a cycle; give it 1 to 4"),
      (45, "a ByteMaskedMemory of words of 0 bytes; give it 1 to 4096"),
      (46, "a ByteMaskedMemory of 0 words; give it 1 to 8388608"),
      (47, "a DropFIFO of 0 words; give it 1 to 8388608"),
      (48, "a ReplayFIFO of 0 words; give it 1 to 8388608"),
      (49, "a MulticastFIFO of 0 words; give it 1 to 8388608"),
      (50, "a MulticastFIFO with 1 readers; give it 2 to 1024"),
      (51, "a WeightedArbiter of 1 streams; give it 2 to 1024"),
      (52, "a WeightedArbiter with weight 0; give it 1 to 4096"),
      (53, "a WeightedArbiter of words of -1 bits; give them 0 or more"),
      (54, "a DropFIFO of words of -1 bits; give them 0 or more"),
      (55, "a ReplayFIFO of words of -1 bits; give them 0 or more"),
      (56, "a MulticastFIFO of words of -1 bits; give them 0 or more"),
      (40, "a ResetHandshake of 1 stages lets nothing settle; give it 2 or more"),
    ])
  func refused(number: Int, sentence: String) {
    let line = #line + 2
    let units: [any Module] = [
      StreamFIFO(width: 8, depth: 0),
      StreamFIFO(width: 8, depth: -4),
      StreamFIFO(width: -2, depth: 2),
      AsynchronousFIFO(width: 8, depth: 1),
      AsynchronousFIFO(width: -1, depth: 4),
      AsynchronousFIFO(width: 8, depth: 4, stages: 1),
      PulseSynchronizer(stages: 0),
      StreamArbiter(width: 8, count: 1),
      StreamArbiter(width: -8, count: 2),
      SerialDivider(quotientBits: 7, divisorBits: 4),
      SerialDivider(quotientBits: -2, divisorBits: 4),
      SerialDivider(quotientBits: 8, divisorBits: 0),
      StreamRegister(width: -3),
      SkidBuffer(width: -1),
      MemoryFIFO(width: 8, depth: 0),
      MemoryFIFO(width: -9, depth: 2),
      PriorityArbiter(width: 8, count: 0),
      PriorityArbiter(width: -1, count: 2),
      StreamFork(width: 8, count: 1),
      StreamFork(width: -1, count: 2),
      BypassFIFO(width: 8, depth: 0),
      BypassFIFO(width: -1, depth: 2),
      StreamUpsizer(width: 8, lanes: 0),
      StreamUpsizer(width: -1, lanes: 2),
      StreamDownsizer(width: 8, lanes: -2),
      StreamDownsizer(width: -1, lanes: 2),
      LoopNest(bits: []),
      LoopNest(bits: [3, 0]),
      AdderTree(count: 0, .signed(8)),
      AdderTree(count: 2, .bits(8)),
      MaximumTree(count: 2, .signed(8), levelsPerStage: 0),
      Requantizer(lanes: 0, bits: 8, multiplierBits: 4, shift: 2, resultBits: 8),
      Requantizer(lanes: 1, bits: 0, multiplierBits: 4, shift: 2, resultBits: 8),
      Requantizer(lanes: 1, bits: 8, multiplierBits: 4, shift: 12, resultBits: 8),
      PipelinedDivider(dividendBits: 0, divisorBits: 4),
      DoubleBuffer(.bits(8), depth: 0),
      BankedMemory(.bits(8), depth: 0, banks: 2, ports: 2),
      BankedMemory(.bits(8), depth: 2, banks: 0, ports: 2),
      AXI4LiteWrites(addressBits: 2),
      AXI4LiteReads(addressBits: 65),
      ResetHandshake(stages: 1),
      ResetSynchronizer(stages: 1),
      WindowRing(.bits(8), depth: 0),
      WindowRing(.bits(8), depth: 4, ports: 0),
      WindowRing(.bits(8), depth: 4, releasesMax: 5),
      ByteMaskedMemory(bytes: 0, depth: 4),
      ByteMaskedMemory(bytes: 4, depth: 0),
      DropFIFO(width: 8, depth: 0),
      ReplayFIFO(width: 8, depth: 0),
      MulticastFIFO(width: 8, depth: 0, readers: 2),
      MulticastFIFO(width: 8, depth: 2, readers: 1),
      WeightedArbiter(width: 8, weights: [3]),
      WeightedArbiter(width: 8, weights: [3, 0]),
      WeightedArbiter(width: -1, weights: [3, 1]),
      DropFIFO(width: -1, depth: 2),
      ReplayFIFO(width: -1, depth: 2),
      MulticastFIFO(width: -1, depth: 2, readers: 2),
    ]
    do {
      _ = try elaborate(units[number])
      Issue.record("the unit is accepted")
    } catch {
      #expect(
        withoutColumns("\(error)")
          == "\(#filePath):\(line + number): error: \(sentence) [definition]")
    }
  }

  @Test("Sizes beyond all measure are refused, and nothing else happens", arguments: 0..<14)
  func huge(number: Int) {
    let huge = Int.max
    let units: [() -> any Module] = [
      { StreamFIFO(width: 8, depth: huge) }, { BypassFIFO(width: 8, depth: huge) },
      { MemoryFIFO(width: 8, depth: huge) }, { StreamArbiter(width: 8, count: huge) },
      { PriorityArbiter(width: 8, count: huge) }, { StreamFork(width: 8, count: huge) },
      { LoopNest(bits: [huge]) }, { PipelinedDivider(dividendBits: huge, divisorBits: huge) },
      { DoubleBuffer(.bits(8), depth: huge) },
      { BankedMemory(.bits(8), depth: huge, banks: 2, ports: 2) },
      { AdderTree(count: huge, .signed(8), levelsPerStage: huge) },
      {
        Requantizer(lanes: 1, bits: huge, multiplierBits: huge, shift: huge, resultBits: huge)
      }, { AXI4LiteWrites(addressBits: huge) }, { AXI4LiteReads(addressBits: -huge) },
    ]
    #expect(throws: DiagnosticError.self) { try elaborate(units[number]()) }
  }

  @Test("A refused unit between two domains has no other consequence")
  func placed() {
    final class Display: Module {
      let words = ReadyValid<Item>.input { field in Item(field(.bits(24))) }
      let dots = ReadyValid<Item>.output(in: .sink) { field in Item(field(.bits(24))) }
      let bridge: AsynchronousFIFO
      init(depth: Int) { bridge = AsynchronousFIFO(width: 24, depth: depth) }
      static let line = #line - 1
      var documentation: Documentation { Documentation("Two domains.") }
      var body: Behavior {
        clock(bridge, [.source: .default])
        bridge.input <== words
        dots <== bridge.output
      }
    }
    do {
      _ = try elaborate(Display(depth: 6))
      Issue.record("the module is accepted")
    } catch {
      #expect(
        withoutColumns("\(error)")
          == "\(#filePath):\(Display.line): error: an AsynchronousFIFO of 6 words; "
          + "give it a power of two from 2 on [definition]")
    }
  }

  private static func linear(
    addressBits: Int = 32, bytesBits: Int = 20, windows: Int = 1
  ) -> LinearRequests {
    LinearRequests(addressBits: addressBits, bytesBits: bytesBits, windows: windows)
  }

  /// Units between requests and a bus, and why they are refused.
  private static let transfers: [(sentence: String, unit: @Sendable () -> any Module)] = [
    (
      "a StreamQueue of 0 words; give it 1 to 8388608",
      { StreamQueue(depth: 0) { Item($0(.bits(8))) } }
    ),
    (
      "an AXI4StreamReceiver of 12 bits; give it a multiple of 8 to 32768",
      { AXI4StreamReceiver(dataBits: 12) }
    ),
    (
      "a LinearRequests of addresses of 65 bits; give it 2 to 64",
      { LinearRequests(addressBits: 65, bytesBits: 8, windows: 1) }
    ),
    (
      "a LinearRequests of byte counts of 32 bits; give them 1 to 31, fewer than an address has",
      { LinearRequests(addressBits: 32, bytesBits: 32, windows: 1) }
    ),
    (
      "a LinearRequests of 0 windows; give it 1 to 64",
      { LinearRequests(addressBits: 32, bytesBits: 8, windows: 0) }
    ),
    (
      "a StridedRequests of byte counts of 0 bits; give them 1 to 31, fewer than an address has",
      { StridedRequests(addressBits: 32, bytesBits: 0, rowsBits: 8, windows: 1) }
    ),
    (
      "a StridedRequests of row counts of 33 bits; give it 1 to 32",
      { StridedRequests(addressBits: 32, bytesBits: 8, rowsBits: 33, windows: 1) }
    ),
    (
      "a BurstSplitter of beats of 96 bits; give them a power of two from 8 to 1024",
      { BurstSplitter(addressBits: 32, dataBits: 96) }
    ),
    (
      "a BurstSplitter of bursts of 12 beats; give them a power of two from 1 to 256",
      { BurstSplitter(addressBits: 32, dataBits: 64, beatsMax: 12) }
    ),
    (
      "a BurstSplitter of addresses of 12 bits and bursts of 4096 bytes; give addresses 13 to 64 "
        + "bits",
      { BurstSplitter(addressBits: 12, dataBits: 1024) }
    ),
    (
      "a TransferResults of addresses of 0 bits; give it 1 to 64",
      { TransferResults(addressBits: 0) }
    ),
    (
      "a ByteAligner of beats of 8 bits; give them a power of two from 16 to 1024",
      { ByteAligner(dataBits: 8) }
    ),
    (
      "an AXI4ReadMaster of beats of 2048 bits; give them a power of two from 8 to 1024",
      { AXI4ReadMaster(linear(), dataBits: 2048) }
    ),
    (
      "an AXI4ReadMaster with 0 bursts under way; give it 1 to 4095",
      { AXI4ReadMaster(linear(), dataBits: 64, outstanding: 0) }
    ),
    (
      "an AXI4WriteMaster of bursts of 0 beats; give them a power of two from 1 to 256",
      { AXI4WriteMaster(linear(), dataBits: 64, beatsMax: 0) }
    ),
    (
      "an AXI4WriteMaster with 5000 bursts under way; give it 1 to 4095",
      { AXI4WriteMaster(linear(), dataBits: 64, outstanding: 5000) }
    ),
    (
      "an AXI4UnalignedReadMaster of beats of 8 bits, in which nothing can be unaligned; give them "
        + "16 to 1024, or use the unit for aligned ranges",
      { AXI4UnalignedReadMaster(linear(), dataBits: 8) }
    ),
    (
      "an AXI4UnalignedWriteMaster of beats of 8 bits, in which nothing can be unaligned; give "
        + "them 16 to 1024, or use the unit for aligned ranges",
      { AXI4UnalignedWriteMaster(linear(), dataBits: 8) }
    ),
    (
      "an AXI4ReadInterconnect of 1 masters; give it 2 to 1024",
      { AXI4ReadInterconnect(masters: 1, AXI4Shape(dataBits: 64)) }
    ),
    (
      "an AXI4WriteInterconnect with 0 bursts ahead of their beats; give it 1 to 4096",
      { AXI4WriteInterconnect(masters: 2, AXI4Shape(dataBits: 64), ahead: 0) }
    ),
    (
      "an AXI4Interconnect of 0 readers; give it 1 to 1024",
      { AXI4Interconnect(readers: 0, writers: 2, AXI4Shape(dataBits: 64)) }
    ),
    (
      "an AXI4Interconnect of beats of 48 bits; give them a power of two from 8 to 1024",
      { AXI4Interconnect(readers: 2, writers: 2, AXI4Shape(dataBits: 48)) }
    ),
    (
      "an AXI4Interconnect of ids of -1 bits; give it 0 to 31",
      { AXI4Interconnect(readers: 2, writers: 2, AXI4Shape(dataBits: 64, idBits: -1)) }
    ),
  ]

  @Test("What is between requests and a bus refuses its sizes", arguments: transfers.indices)
  func transfer(number: Int) {
    let (sentence, unit) = Self.transfers[number]
    do {
      _ = try elaborate(unit())
      Issue.record("the unit is accepted: \(sentence)")
    } catch {
      #expect(withoutColumns("\(error)").hasSuffix(": error: \(sentence) [definition]"), "\(error)")
    }
  }

  @Test("So it does with sizes beyond all measure", arguments: 0..<10)
  func hugeTransfer(number: Int) {
    let huge = number % 2 == 0 ? Int.max : Int.min
    let shape = AXI4Shape(addressBits: huge, dataBits: huge, idBits: huge)
    let units: [() -> any Module] = [
      { LinearRequests(addressBits: huge, bytesBits: huge, windows: huge) },
      { StridedRequests(addressBits: huge, bytesBits: huge, rowsBits: huge, windows: huge) },
      { BurstSplitter(addressBits: huge, dataBits: huge, beatsMax: huge) },
      {
        AXI4ReadMaster(Self.linear(), dataBits: huge, beatsMax: huge, outstanding: huge)
      },
      { AXI4Interconnect(readers: huge, writers: huge, shape, ahead: huge) },
    ]
    #expect(throws: DiagnosticError.self) { try elaborate(units[number / 2]()) }
  }
}
