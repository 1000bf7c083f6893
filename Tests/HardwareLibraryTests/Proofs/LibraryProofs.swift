import BenchSupport
import HardwareDSL
import HardwareIR

@testable import HardwareLibrary

/// What is proved of the units of the library, each with a bug that the proof finds.
enum LibraryProofs {
  static let all: [UnitProof] =
    queues + bypassQueues + memoryQueues + pastQueues + sharedQueues + junctions + widths
    + pipelines + others + storage + windowControl + windows + domains
    + RegisterProofs.all + transfers + buses

  private static let order = "the stream rules, every item once and in order"

  private static let queues: [UnitProof] =
    [
      UnitProof("StreamRegister", order, in: .daily) {
        try elaborate(
          Proven(StreamRegister(width: 2)) { unit in
            claimOrder(
              from: unit.input, to: unit.output, capacity: 1,
              held: [HeldItem(unit.isFull, unit.held)])
          })
      } bug: {
        $0.sticking("input_ready_o", at: 1)
      },
      UnitProof("SkidBuffer", order) {
        try elaborate(
          Proven(SkidBuffer(width: 2)) { unit in
            claimOrder(
              from: unit.input, to: unit.output, capacity: 1,
              held: [HeldItem(unit.isHeld, unit.held)])
          })
      } bug: {
        $0.sticking("input_ready_o", at: 1)
      },
    ]
    + [1, 2, 3, 4].map { depth in
      UnitProof("StreamFIFO", order, of: "depth \(depth)", in: depth == 3 ? .daily : .all) {
        try elaborate(
          Proven(StreamFIFO(width: 2, depth: depth)) { unit in
            claimOrder(
              from: unit.input, to: unit.output, capacity: depth,
              held: places(unit.ring, unit.head, unit.level, unit.storage))
          })
      } bug: {
        $0.sticking("input_ready_o", at: 1)
      }
    }

  /// The words of a ring, the next to be given first.
  private static func places(
    _ ring: Ring, _ head: Signal, _ level: Signal, _ storage: [Item]
  ) -> [HeldItem] {
    var position = head
    return storage.indices.map { index in
      defer { position = ring.next(position) }
      return HeldItem(
        Signal(index, ring.level) < level, ring.word(at: position, of: storage))
    }
  }

  private static let bypassQueues: [UnitProof] = [1, 2, 3].map { depth in
    UnitProof("BypassFIFO", order, of: "depth \(depth)") {
      try elaborate(
        Proven(BypassFIFO(width: 2, depth: depth)) { unit in
          claimOrder(
            from: unit.input, to: unit.output, capacity: depth,
            held: places(unit.ring, unit.head, unit.level, unit.storage))
        })
    } bug: {
      $0.sticking("push", at: 0)
    }
  }

  private static let memoryQueues: [UnitProof] = [1, 2, 3].map { depth in
    UnitProof(
      "MemoryFIFO", order, of: "depth \(depth)", .reachability, in: depth == 2 ? .daily : .all
    ) {
      try elaborate(
        Proven(MemoryFIFO(width: 2, depth: depth)) { unit in
          claimOrder(from: unit.input, to: unit.output, capacity: depth + 1)
        })
    } bug: {
      $0.sticking("advances", at: 1)
    }
  }

  private static let pastQueues: [UnitProof] = [1, 2, 3].flatMap { depth in
    [
      UnitProof(
        "DropFIFO", "the stream rules, every word that is committed once and in order, no other",
        of: "depth \(depth)", .reachability, in: depth == 2 ? .daily : .all
      ) {
        try elaborate(
          Proven(DropFIFO(width: 3, depth: depth)) { unit in claimCommitted(unit) })
      } bug: {
        $0.changing("tail_q") { .reference("new_tail", $0.type) }
      },
      UnitProof(
        "ReplayFIFO", "the stream rules, every word in order, and again from the last commit on",
        of: "depth \(depth)", .reachability, in: depth == 2 ? .daily : .all
      ) {
        try elaborate(
          Proven(ReplayFIFO(width: 3, depth: depth)) { unit in claimReplays(unit) })
      } bug: {
        $0.sticking("input_ready_o", at: 1)
      },
    ]
  }

  private static let sharedQueues: [UnitProof] = [(1, 2), (2, 2), (3, 3)].map { depth, readers in
    UnitProof(
      "MulticastFIFO", "the stream rules, every word once and in order to each reader",
      of: "depth \(depth), \(readers) readers", .reachability
    ) {
      try elaborate(
        Proven(MulticastFIFO(width: 3, depth: depth, readers: readers)) { unit in
          claimNumbers(unit, depth: depth)
        })
    } bug: {
      $0.sticking("is_free", at: 1)
    }
  }

  private static let junctions: [UnitProof] = [2, 3].flatMap { count in
    [
      UnitProof(
        "StreamArbiter",
        "the stream rules, one item at a time, none passed over by more than one of each other",
        of: "\(count) streams",
        in: count == 2 ? .daily : .all
      ) {
        try elaborate(
          Proven(StreamArbiter(width: 2, count: count)) { unit in
            claimFairness(
              unit.inputs, goes: unit.output.fires, passesMax: count - 1, preferred: unit.preferred)
          })
      } bug: {
        $0.sticking("preferred_0_q", at: 0).sticking("preferred_1_q", at: 0)
      },
      UnitProof(
        "PriorityArbiter",
        "the stream rules, one item at a time, the first passed over by one that waits already",
        of: "\(count) streams", .reachability
      ) {
        try elaborate(
          Proven(PriorityArbiter(width: 2, count: count)) { unit in
            claimFirst(unit)
          })
      } bug: {
        $0.sticking("waits_0_q", at: 0)
      },
      UnitProof(
        "WeightedArbiter",
        "the stream rules, one item at a time, none passed over by more than the others' weights",
        of: "weights " + [3, 1, 2].prefix(count).map(String.init).joined(separator: ", "),
        .reachability, in: count == 2 ? .daily : .all
      ) {
        let weights = Array([3, 1, 2].prefix(count))
        return try elaborate(
          Proven(WeightedArbiter(width: 2, weights: weights)) { unit in
            claimShares(unit, weights)
          })
      } bug: {
        $0.sticking("is_over", at: 0)
      },
      UnitProof(
        "StreamFork", "the stream rules, every item once to each output", of: "\(count) streams"
      ) {
        try elaborate(
          Proven(StreamFork(width: 2, count: count)) { unit in
            for (index, output) in unit.outputs.enumerated() {
              claimOnce(
                "output\(index)", unit.input, output, isTaken: unit.taken[index])
            }
          })
      } bug: {
        $0.sticking("taken_0_q", at: 0)
      },
    ]
  }

  private static let widths: [UnitProof] = [1, 2, 3].flatMap { lanes in
    [
      UnitProof("StreamUpsizer", order, of: "\(lanes) to a beat") {
        try elaborate(
          Proven(StreamUpsizer(width: 2, lanes: lanes)) { unit in claimBeats(unit, lanes) })
      } bug: {
        $0.sticking("input_ready_o", at: 1)
      },
      UnitProof("StreamDownsizer", order, of: "\(lanes) to a beat") {
        try elaborate(
          Proven(StreamDownsizer(width: 2, lanes: lanes)) { unit in claimItems(unit, lanes) })
      } bug: {
        $0.sticking("input_ready_o", at: 1)
      },
    ]
  }

  private static let pipelines: [UnitProof] = [
    UnitProof("ReductionTree", "the stream rules, every sum once and in order") {
      try elaborate(
        Proven(ReductionTree<Addition>(count: 3, .signed(2))) { unit in
          claimPipeline(
            unit.input, unit.output, given: sum(of: unit.input.payload.terms).asBits,
            stages: unit.stages.map { stage in
              let whole = sum(of: stage.output.payload.terms)
              return (stage.output.valid, whole.truncated(to: 4).asBits)
            })
        })
    } bug: {
      $0.sticking("input_ready_o", at: 1)
    },
    UnitProof("ReductionTree", "the stream rules, every greatest number once and in order") {
      try elaborate(
        Proven(ReductionTree<Maximum>(count: 3, .signed(2))) { unit in
          claimPipeline(
            unit.input, unit.output, given: maximum(of: unit.input.payload.terms).asBits,
            stages: unit.stages.map {
              ($0.output.valid, maximum(of: $0.output.payload.terms).asBits)
            })
        })
    } bug: {
      $0.sticking("input_ready_o", at: 1)
    },
    UnitProof("Requantizer", "the stream rules, every result once and in order") {
      try elaborate(
        Proven(Requantizer(lanes: 1, bits: 4, multiplierBits: 3, shift: 2, resultBits: 3)) { unit in
          let given = unit.input.payload
          let (halves, products) = (unit.halves.output, unit.products.output)
          let sum =
            halves.payload.low[0].extended(to: 7)
            &+ halves.payload.high[0].extended(to: 7).shiftedLeft(by: 2).truncated(to: 7)
          let product = (given.terms[0] * given.multiplier.toSigned()).truncated(to: 7)
          claimPipeline(
            unit.input, unit.output, given: requantized(product),
            stages: [
              (halves.valid, requantized(sum)),
              (products.valid, requantized(products.payload.terms[0])),
              (unit.results.output.valid, unit.results.output.payload.terms[0].asBits),
            ])
        })
    } bug: {
      $0.sticking("input_ready_o", at: 1)
    },
    UnitProof("PipelinedDivider", "the stream rules, every quotient and remainder in order") {
      try elaborate(
        Proven(PipelinedDivider(dividendBits: 3, divisorBits: 2)) { unit in
          claimDivisions(unit)
        })
    } bug: {
      $0.sticking("step1_fits", at: 0)
    },
  ]

  private static let others: [UnitProof] = [
    UnitProof("SerialDivider", "remainders below the divisor, steps while it divides") {
      try elaborate(SerialDivider(quotientBits: 4, divisorBits: 3))
    } bug: {
      $0.sticking("high_fits", at: 0)
    },
    UnitProof("LoopNest", "the stream rules, every step once and in order") {
      try elaborate(Proven(LoopNest(bits: [2, 2])) { unit in claimSteps(unit) })
    } bug: {
      $0.sticking("is_at_last_1", at: 0)
    },
  ]

  private static let storage: [UnitProof] = [
    UnitProof("BankedMemory", "every port gives the word that was written", .reachability) {
      try elaborate(
        Proven(BankedMemory(.bits(1), depth: 2, banks: 2, ports: 2)) { unit in
          claimWords(unit, banks: 2, depth: 2)
        })
    } bug: {
      $0.sticking("asks_1_0", at: 0)
    },
    UnitProof(
      "DoubleBuffer", "reads give what was written in their half", of: "2 words a half",
      .reachability, in: .daily
    ) {
      try elaborate(
        Proven(DoubleBuffer(.bits(2), depth: 2)) { unit in claimHalves(unit) })
    } bug: {
      $0.sticking("is_written", at: 0)
    },
    UnitProof("ByteMaskedMemory", "every byte is the one that was written last", .reachability) {
      try elaborate(
        Proven(ByteMaskedMemory(bytes: 2, depth: 2)) { unit in claimBytes(unit) })
    } bug: {
      $0.changing("words_write_mask") { .unary(.not, $0) }
    },
    UnitProof("DoubleBuffer", "never both sides in one half") {
      try elaborate(
        Proven(DoubleBuffer(.bits(1), depth: 2)) { unit in
          claim(
            "Apart", !(unit.writes.fires && unit.reads.fires) || unit.writeHalf != unit.readHalf)
        })
    } bug: {
      $0.sticking("reads_ready_o", at: 1)
    },
  ]

  private static let windowControl: [UnitProof] = [3, 4].map { depth in
    UnitProof(
      "SlidingWindow", "a read waits until its word is written, and none is written over",
      of: "depth \(depth)", .reachability
    ) {
      try elaborate(
        Proven(SlidingWindow(depth: depth, ports: 2, releasesMax: 2)) { unit in
          claimWindow(unit)
        })
    } bug: {
      $0.sticking("writes_ready_o", at: 1)
    }
  }

  private static let windows: [UnitProof] = [
    (1, 1, 1), (2, 2, 1), (3, 1, 2), (4, 1, 4),
  ].map { depth, ports, releases in
    UnitProof(
      "WindowRing",
      "reads give the word of their position while it is in the window, and wait for it before; "
        + "none is overwritten",
      of: "depth \(depth)" + (ports == 1 ? "" : ", \(ports) ports"), .reachability,
      in: depth == 2 ? .daily : .all
    ) {
      try elaborate(
        Proven(WindowRing(.bits(1), depth: depth, ports: ports, releasesMax: releases)) { unit in
          claimWindow(unit)
        })
    } bug: {
      $0.sticking(depth == 3 ? "reads_0_ready_o" : "writes_ready_o", at: 1)
    }
  }

  private static let domains: [UnitProof] =
    [(2, 2), (4, 2), (2, 3)].map { depth, stages in
      UnitProof(
        "AsynchronousFIFO",
        "the stream rules, every word once and in order, nothing old after a reset of either side; "
          + anyClocks, of: "depth \(depth), \(stages) stages", .reachability
      ) {
        try elaborate(
          Proven(AsynchronousFIFO(width: 3, depth: depth, stages: stages)) { unit in
            claimNumbers(unit, depth: depth)
          }
        ).tickingFreely()
      } bug: {
        // A stage less, so that what a reset leaves behind arrives before the reset.
        $0.changing("tail_sync_3_q") { .reference("tail_sync_1_q", $0.type) }
      }
    } + [
      UnitProof(
        "PulseSynchronizer",
        "every pulse once, unless a side is reset on its way, and no other; " + anyClocks,
        .reachability, in: .daily
      ) {
        try elaborate(Proven(PulseSynchronizer()) { unit in claimPulses(unit) }).tickingFreely()
      } bug: {
        $0.sticking("sink_runs_o", at: 1)
      },
      UnitProof(
        "ResetSynchronizer", "the reset ends with the edge that it is to", .reachability,
        in: .daily
      ) {
        try elaborate(Proven(ResetSynchronizer(stages: 3)) { unit in claimEnd(unit, stages: 3) })
          .tickingFreely()
      } bug: {
        $0.sticking("is_over_2_q", at: 1)
      },
      UnitProof(
        "ResetHandshake",
        "both sides are reset or stop before either runs again; " + anyClocks, .reachability,
        in: .daily
      ) {
        try elaborate(Proven(ResetHandshake()) { unit in claimCommonStart(unit) }).tickingFreely()
      } bug: {
        $0.changing("source_answered_q") { .literal(BitPattern(4, width: 3), $0.type) }
      },
      UnitProof(
        "ResetHandshake", "both sides run 40 cycles after the last reset, with one clock for both",
        .reachability
      ) {
        try elaborate(Proven(ResetHandshake()) { unit in claimRestart(unit, cycles: 40) })
      } bug: {
        $0.sticking("source_answers_q", at: 0)
      },
    ]

  private static let anyClocks =
    "the clocks tick and the resets come at any time, and each bit may come over a tick late"
}
