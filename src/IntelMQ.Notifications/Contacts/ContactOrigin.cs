namespace IntelMQ.Notifications.Contacts;

/// <summary>How an entry came about. What a person has entered counts before what was imported.</summary>
public enum ContactOrigin
{
    /// <summary>A person has entered it.</summary>
    Manual,

    /// <summary>It was imported, or comes from a service.</summary>
    Imported,
}
