using System.Net;
using IntelMQ.Hosting.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntelMQ.Hosting.Operation;

/// <summary>How a running host is looked after.</summary>
public sealed record HostOperationOptions
{
    /// <summary>Whether a changed file is taken over by itself; otherwise only on SIGHUP.</summary>
    public bool ReloadsOnChange { get; init; } = true;

    /// <summary>How often files are looked at, and a third as often queues and alerts; 5 seconds by default.</summary>
    public TimeSpan LooksEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Where metrics and health are offered; <see langword="null"/> for nowhere.</summary>
    public IPEndPoint? Metrics { get; init; }

    /// <summary>Who is told of alerts besides the receivers that <c>alerts.yaml</c> names.</summary>
    public IReadOnlyList<IAlertSender> AlertSenders { get; init; } = [];

    /// <summary>The variables of the environment, for systemd.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = EnvironmentParameters.OfProcess();

    /// <summary>Where is told what happens.</summary>
    public ILoggerFactory Logs { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
