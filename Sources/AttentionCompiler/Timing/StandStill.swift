/// A plan of which nothing goes on any more: what its walks wait for.
struct StandStill: Error {
  /// The unit of the first slot that is not over.
  let unit: Int
  /// Of all units.
  let slots: Int
  let scoresPassed: Int
  let outputsPassed: Int
  let scores: AttentionEstimate.Cause
  let outputs: AttentionEstimate.Cause

  /// The sentence that refuses the plan.
  ///
  /// - Parameter name: Of the unit.
  func sentence(_ name: String) -> String {
    "\(name): the plan stands still: \(walk("scores", scoresPassed, scores)), "
      + "\(walk("outputs", outputsPassed, outputs)); \(remedy)."
  }

  private func walk(_ name: String, _ passed: Int, _ cause: AttentionEstimate.Cause) -> String {
    guard passed < slots else { return "all \(slots) slots of \(name) have passed" }
    return "slot \(passed) of \(slots) waits for \(cause) as a slot of \(name)"
  }

  private var remedy: String {
    // What holds up the other walk comes first.
    let causes = [scores, outputs]
    let keys: [(cause: AttentionEstimate.Cause, key: String)] = [
      (.scores, "scores"), (.drain, "finishedRows"), (.index, "slots"), (.queries, "rows"),
      (.keys, "keys"), (.values, "values"),
    ]
    guard let key = keys.first(where: { causes.contains($0.cause) })?.key else {
      return "raise memory.outputs"
    }
    return "raise memory.\(key)"
  }
}
