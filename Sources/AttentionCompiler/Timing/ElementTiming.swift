/// One element: rows between the walks, softmax, and finished rows.
struct ElementTiming {
  /// Rows that were given to it and those that have begun.
  var rowsGiven = 0
  var rowsBegun = 0
  /// Entries of the rows that were given to it.
  var nextEntries: [Int] = []
  /// Entries of the current row that have been issued, in each walk, and of how many.
  var scored = 0
  var scoredOf = 0
  var summed = 0
  /// Entries between the walks.
  var entries = 0
  /// Rows whose scores are complete: entries, first numerator, and reciprocal.
  var ready: [(entries: Int, numerator: Int, reciprocal: Int)] = []
  var firstReady = 0
  /// When the scores of a next row can go through softmax, and outputs of a next row leave.
  var softmaxFree = 0
  var drainFree = 0
  /// When the sums of finished rows can leave.
  var finished: [Int] = []
  var firstFinished = 0

  var rowsBetween: Int { ready.count - firstReady + (scored > 0 ? 1 : 0) }
  var waiting: Int { finished.count - firstFinished }
}
