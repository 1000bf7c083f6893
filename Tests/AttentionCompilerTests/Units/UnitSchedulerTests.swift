import AttentionSpec
import ModelImport
import TensorFiles
import Testing

@testable import AttentionCompiler

@Suite("Schedules of units of work")
struct UnitSchedulerTests {
  @Test(
    "Schedules of random units keep all laws",
    arguments: [(1, 1), (1, 4), (2, 4), (5, 8), (8, 8), (8, 16), (16, 16), (3, 7)])
  func laws(elements: Int, banks: Int) throws {
    for seed in UInt64(0)..<6 {
      let heads = Int(seed % 3) + 1
      let tokens = [5, 17, 30][Int(seed) % 3]
      let workload = Workload(
        try (0..<heads).map { head in
          HeadWorkload(
            try .random(
              tokens: tokens, perMille: seed < 3 ? 150 : 600, seed: seed * 7 + UInt64(head)))
        })
      for order in RowOrder.allCases {
        let schedule = UnitScheduler.schedule(
          workload, elements: elements, banks: banks, order: order)
        try schedule.validate(for: workload)
        #expect(
          schedule
            == UnitScheduler.schedule(workload, elements: elements, banks: banks, order: order))
      }
    }
  }

  @Test(
    "The authors' layers take at most 1.5 % more slots than there is work",
    .enabled(if: SharedData.isPresent, "the shared data folder is not beside the package"))
  func authors() throws {
    let file = try MaskFile(NpyFile(path: SharedData.maskPath).tensor, meaning: .pruned)
    var slots = 0
    var least = 0
    for block in 0..<file.blocks {
      let workload = Workload(
        try (0..<file.heads).map { HeadWorkload(try file.mask(block: block, head: $0)) })
      let schedule = UnitScheduler.schedule(workload, elements: 8, banks: 16, order: .byQuery)
      try schedule.validate(for: workload)
      slots += schedule.slotCount
      least += (workload.rest.storage.count + 7) / 8
    }
    print(slots, least)
    #expect(Double(slots) <= 1.015 * Double(least), "\(slots) slots for \(least)")
  }
}
