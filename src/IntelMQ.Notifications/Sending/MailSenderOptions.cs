namespace IntelMQ.Notifications.Sending;

/// <summary>How fast, and how long, mails are sent.</summary>
public sealed record MailSenderOptions
{
    /// <summary>How many connections are open at once: 1 to 50.</summary>
    public int Connections { get; init => field = value is >= 1 and <= 50 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There are 1 to 50 connections."); } = 4;

    /// <summary>The most mails in a minute to one domain; 0 for no limit.</summary>
    public int MailsPerMinuteAndDomain { get; init; } = 60;

    /// <summary>The time until a mail that was refused for now is tried again; each further time it is three times as long.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest time between two tries.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromHours(8);

    /// <summary>After this time a mail that is still refused for now has failed.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromDays(5);

    /// <summary>The time after which another program goes on where one ended without a word.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);
}
