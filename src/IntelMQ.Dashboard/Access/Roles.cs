namespace IntelMQ.Dashboard.Access;

/// <summary>The names of roles, as they are stored.</summary>
internal static class Roles
{
    public static string NameOf(DashboardRole role) => role.ToString().ToLowerInvariant();

    public static DashboardRole? Of(string name) => Enum.TryParse(name, ignoreCase: true, out DashboardRole role) && Enum.IsDefined(role) && !char.IsAsciiDigit(name[0]) ? role : null;
}
