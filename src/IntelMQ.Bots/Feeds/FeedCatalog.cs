using System.Diagnostics.CodeAnalysis;
using IntelMQ.Text;

namespace IntelMQ.Bots.Feeds;

/// <summary>
/// Feeds that are known, by provider: where they come from, and how they are collected and parsed. The parameters are those of IntelMQ's list
/// of feeds, with mistakes mended.
/// </summary>
public static partial class FeedCatalog
{
    /// <summary>All feeds, sorted by provider and name.</summary>
    public static IReadOnlyList<Feed> All { get; } =
    [
        .. ((Feed[])[
            .. AbuseCh.All,
            .. AlienVault.All,
            .. AnubisNetworks.All,
            .. Bambenek.All,
            .. Benkow.All,
            .. BlocklistDe.All,
            .. Blueliv.All,
            .. Calidog.All,
            .. Capture.All,
            .. CertBund.All,
            .. CertPl.All,
            .. CinsArmy.All,
            .. CleanMx.All,
            .. CyberCrimeTracker.All,
            .. CzNic.All,
            .. DangerRulez.All,
            .. Dataplane.All,
            .. DShield.All,
            .. Eset.All,
            .. FireEye.All,
            .. Fraunhofer.All,
            .. HaveIBeenPwned.All,
            .. MalwarePatrol.All,
            .. MalwareUrl.All,
            .. McAfeeAtd.All,
            .. Microsoft.All,
            .. OpenPhish.All,
            .. PhishTank.All,
            .. PrecisionSec.All,
            .. Shadowserver.All,
            .. Shodan.All,
            .. Spamhaus.All,
            .. StrangerealIntel.All,
            .. Surbl.All,
            .. TeamCymru.All,
            .. ThreatMiner.All,
            .. Turris.All,
            .. UniversityOfToulouse.All,
            .. ViriBack.All,
            .. VxVault.All,
            .. ZoneH.All,
        ]).OrderBy(static feed => feed.Provider, StringComparer.OrdinalIgnoreCase).ThenBy(static feed => feed.Name, StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>Looks for a feed by provider and name, in any case.</summary>
    public static bool TryFind(string provider, string name, [NotNullWhen(true)] out Feed? feed)
    {
        feed = All.FirstOrDefault(feed => string.Equals(feed.Provider, provider, StringComparison.OrdinalIgnoreCase) && string.Equals(feed.Name, name, StringComparison.OrdinalIgnoreCase));
        return feed is not null;
    }

    /// <summary>The feed of a provider and name, in any case.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest.</exception>
    public static Feed Find(string provider, string name)
    {
        if (TryFind(provider, name, out Feed? feed))
            return feed;
        string? near = NearestName.Find($"{provider}: {name}", All.Select(static feed => feed.ToString()));
        throw new ArgumentException($"There is no feed '{provider}: {name}'.{(near is null ? "" : $" Did you mean '{near}'?")}", nameof(name));
    }
}
