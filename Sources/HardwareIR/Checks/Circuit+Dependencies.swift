extension Circuit {
  /// Which inputs of each module reach which of its outputs without a register, by module.
  public func combinationalPaths() -> [String: ModulePaths] {
    var paths: [String: ModulePaths] = [:]
    for module in modules {
      if let box = module.blackBox {
        paths[module.name] = ModulePaths(module, box)
      } else {
        _ = CycleCheck.check(module, paths: &paths)
      }
    }
    return paths
  }
}

extension ModuleDefinition {
  /// Signal to the signals that it depends on in the same cycle, through instances as well.
  ///
  /// - Parameter paths: those of the modules below.
  public func combinationalDependencies(
    _ paths: [String: ModulePaths]
  ) -> [String: [String]] {
    CycleCheck.dependencies(of: self, paths: paths)
  }
}
