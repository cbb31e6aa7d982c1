using IntelMQ.Dashboard.Access;
using IntelMQ.Dashboard.Definition;
using IntelMQ.Dashboard.Jobs;
using IntelMQ.Dashboard.Modules;
using IntelMQ.Hosting.Control;
using IntelMQ.Hosting.Running;
using IntelMQ.Pipelines;
using IntelMQ.Records;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Dashboard;

/// <summary>What all parts of one dashboard share.</summary>
internal sealed class Workings
{
    public Workings(DashboardOptions options, ILogger log, CancellationToken stopping)
    {
        Options = options;
        Log = log;
        Stopping = stopping;
        Sessions = new Sessions(options.Records, options.Host.Time);
        SignIn = new SignIn(options.Records, options.Host.Time);
        Gate = new Gate(options, Sessions, log);
        Modules = new ModuleSet(options.Modules);
        Trail = new Trail(options.Records, log);
        Configurator = new Configurator(options.Host, options.Records, options.Outside ?? new OutsidePolicy { Folders = [options.Host.StateFolder] }, Trail);
        Jobs = new JobDesk(this);
    }

    public DashboardOptions Options { get; }

    public ILogger Log { get; }

    /// <summary>The end of the program.</summary>
    public CancellationToken Stopping { get; }

    public IntelMQHost Host => Options.Host;

    public IHostControl Control => Options.Host.Control;

    public IRecords Records => Options.Records;

    public Sessions Sessions { get; }

    public SignIn SignIn { get; }

    public Gate Gate { get; }

    public ModuleSet Modules { get; }

    public Trail Trail { get; }

    public Configurator Configurator { get; }

    public JobDesk Jobs { get; }
}
