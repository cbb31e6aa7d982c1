namespace IntelMQ.Formats;

/// <summary>Who reports by XARF: the specification wants each report to say it.</summary>
/// <param name="Org">The organization's name, at most 200 characters.</param>
/// <param name="Contact">Its e-mail address for questions.</param>
/// <param name="Domain">Its domain name.</param>
public sealed record XarfReporter(string Org, string Contact, string Domain);
