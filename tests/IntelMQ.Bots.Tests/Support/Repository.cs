namespace IntelMQ.Bots.Tests.Support;

/// <summary>The checkout that the tests run in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "IntelMQ.Sdk.slnx")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("The tests do not run within the checkout.");
    }
}
