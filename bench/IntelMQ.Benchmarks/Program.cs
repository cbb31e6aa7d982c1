using BenchmarkDotNet.Running;
using IntelMQ.Benchmarks.Budget;

// "--budget" is the fast judge of the speed budget; everything else goes to BenchmarkDotNet.
if (args.Contains("--budget"))
    return BudgetRun.Execute(args);
BenchmarkSwitcher.FromAssembly(typeof(BudgetRun).Assembly).Run(args);
return 0;
