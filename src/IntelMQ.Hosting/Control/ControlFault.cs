namespace IntelMQ.Hosting.Control;

/// <summary>Why a command was not carried out.</summary>
public enum ControlFault
{
    /// <summary>The command, or a message of it, cannot be read or is of the wrong kind.</summary>
    Invalid,

    /// <summary>There is no such bot, queue or command.</summary>
    NotFound,

    /// <summary>The host's bots do not run, so there are no queues to look into.</summary>
    NotRunning,

    /// <summary>The bots cannot be as the command wants them; the complaints say why.</summary>
    Refused,

    /// <summary>The queues cannot be reached just now.</summary>
    Unavailable,

    /// <summary>The token is missing or wrong.</summary>
    Denied,

    /// <summary>No host answers, or what answers is none.</summary>
    NoHost,

    /// <summary>The host has a defect.</summary>
    Defect,
}
