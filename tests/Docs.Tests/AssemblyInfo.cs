// Snippets print to the console and work in the current folder, of which a process has one.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
