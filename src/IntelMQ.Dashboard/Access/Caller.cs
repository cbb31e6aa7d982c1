namespace IntelMQ.Dashboard.Access;

/// <summary>Who asks.</summary>
/// <param name="Name">The name that the audit log gets.</param>
/// <param name="Role">What may be done.</param>
/// <param name="Session">The text of the session's token, where the caller has one by cookie; anti-forgery is bound to it.</param>
/// <param name="IsByCookie">Whether a browser sends the proof by itself, so that forms need one of their own.</param>
internal sealed record Caller(string Name, DashboardRole Role, string? Session, bool IsByCookie)
{
    /// <summary>Names and role only: no token gets into a log by accident.</summary>
    public override string ToString() => $"{Name} ({Role})";
}
