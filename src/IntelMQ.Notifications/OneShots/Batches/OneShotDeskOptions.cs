using IntelMQ.Jobs;
using IntelMQ.Notifications.Contacts;
using IntelMQ.Notifications.Cooldown;
using IntelMQ.Notifications.Mails;
using IntelMQ.Notifications.OneShots.Tables;
using IntelMQ.Notifications.OneShots.Uploads;
using IntelMQ.Notifications.Rules;
using IntelMQ.Notifications.Sending;
using IntelMQ.Notifications.Stores;
using IntelMQ.Schemas;
using IntelMQ.Store;

namespace IntelMQ.Notifications.OneShots.Batches;

/// <summary>What one-shots are prepared with.</summary>
public sealed class OneShotDeskOptions
{
    /// <summary>Where one-shots are kept.</summary>
    public required IOneShotStore Store { get; init; }

    /// <summary>Where their files are.</summary>
    public required UploadFolder Uploads { get; init; }

    /// <summary>Where their directives and mails are.</summary>
    public required INotificationStore Notifications { get; init; }

    /// <summary>Who does the long work: checks, look-ups, sending.</summary>
    public required IJobs Jobs { get; init; }

    /// <summary>Where contacts come from, those that count more first.</summary>
    public required IReadOnlyList<IContactSource> Contacts { get; init; }

    /// <summary>Decide for each row and contact, as for what is told every day: who is not told, in which form, with which protection.</summary>
    public INotificationRules Rules { get; init; } = NotificationRules.None;

    /// <summary>Knows when objects came back, which ends a cooldown; <see langword="null"/> where relapses are not looked for.</summary>
    public IObjectHistory? History { get; init; }

    /// <summary>How mails are made.</summary>
    public required MailSettings Mails { get; init; }

    /// <summary>The way to the mail server.</summary>
    public required IMailTransport Transport { get; init; }

    /// <summary>How fast mails are sent.</summary>
    public MailSenderOptions Sending { get; init; } = new();

    /// <summary>How long a problem is not told again.</summary>
    public CooldownPolicy Cooldown { get; init; } = new();

    /// <summary>What is read of a table at most.</summary>
    public TableLimits Limits { get; init; } = new();

    /// <summary>The fields that there are.</summary>
    public Schema Schema { get; init; } = Schema.Default;

    /// <summary>The texts that a new one-shot begins with; the first for languages without one of their own.</summary>
    public IReadOnlyList<OneShotText> Texts { get; init; } = [new("en", OneShotTexts.Subject, OneShotTexts.Body)];

    /// <summary>How long a confirmation can be taken back before anything is sent: a minute by default.</summary>
    public TimeSpan UndoTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether somebody other than who prepares a one-shot has to confirm it.</summary>
    public bool NeedsSecondPerson { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
