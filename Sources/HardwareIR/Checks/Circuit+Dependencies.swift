extension Circuit {
  /// Which inputs of each module reach which of its outputs without a register, by module.
  public func combinationalPaths() -> [String: ModulePaths] {
    var paths: [String: ModulePaths] = [:]
    for module in modules {
      if let box = module.blackBox {
        paths[module.name] = ModulePaths(module, box)
      } else {
        paths[module.name] = ModulePaths(module, DependencyGraph(module, paths))
      }
    }
    return paths
  }
}
