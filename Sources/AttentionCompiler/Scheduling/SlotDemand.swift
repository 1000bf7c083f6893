import AttentionSpec

/// The slots that are enough for the schedules of some heads, where a configuration has too few.
public struct SlotDemand: Sendable, Equatable {
  /// How many heads were looked at.
  public let heads: Int
  /// Which of them takes the most, in the order in which they were given.
  public let head: Int
  public let slots: Int
  public let bound: Bound

  /// What `slots` is.
  public enum Bound: Sendable {
    /// Enough for all heads.
    case enough
    /// Fewer than that head takes, but more than any configuration has.
    case least
  }

  /// Looks at all heads.
  ///
  /// - Parameters:
  ///   - count: How many heads there are.
  ///   - workload: Gives the work of a head, each twice.
  ///   - name: What refusals call a head.
  /// - Returns: nil if all schedules fit.
  /// - Throws: `Refusal` for tokens or a head dimension that exceed the capacity, and what
  ///   `workload` throws, before any schedule is made.
  public static func exceeding(
    _ scheduler: Scheduler, heads count: Int, headDimension: Int, name: (Int) -> String,
    workload: (Int) throws -> Workload
  ) throws -> SlotDemand? {
    try scheduler.checkHeadDimension(headDimension)
    var least = (slots: 0, head: 0)
    for head in 0..<count {
      let workload = try workload(head)
      do {
        try scheduler.checkSizes(workload, headDimension)
      } catch let refusal as Refusal {
        throw Refusal("\(name(head)): \(refusal.description)")
      }
      let shortest = scheduler.shortestSchedule(workload)
      if shortest > least.slots { least = (shortest, head) }
    }
    guard least.slots <= AcceleratorConfiguration.slotsMax else {
      return SlotDemand(
        heads: count, head: least.head, slots: least.slots, bound: .least)
    }
    var needed = (slots: 0, head: 0)
    for head in 0..<count {
      let slots = scheduler.slots(try workload(head))
      if slots > needed.slots { needed = (slots, head) }
    }
    guard needed.slots > scheduler.configuration.capacity.slots else { return nil }
    return SlotDemand(heads: count, head: needed.head, slots: needed.slots, bound: .enough)
  }

  /// The sentence for a person who chose the configuration.
  ///
  /// - Parameter name: What the head is called.
  public func refusal(_ configuration: AcceleratorConfiguration, name: String) -> Refusal {
    let takes = "The schedule of \(name) takes \(bound == .least ? "at least " : "")"
    let maximum = AcceleratorConfiguration.slotsMax
    guard slots <= maximum else {
      let isLargest = configuration.array.elements == AcceleratorConfiguration.elementsMax
      return Refusal(
        takes + "\(slots) slots on \(configuration.array.elements.counted("element")), but "
          + "capacity.slots may be at most \(maximum); use sparser masks"
          + (isLargest ? "." : ", or an array of more elements."))
    }
    return Refusal(
      takes + "\(slots.counted("slot")) but \(configuration.name) holds "
        + "\(configuration.capacity.slots); raise capacity.slots to \(slots)"
        + (heads == 1 ? "" : ", which is enough for all \(heads) heads") + ", or use sparser masks."
    )
  }
}
