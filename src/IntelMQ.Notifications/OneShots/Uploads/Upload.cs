namespace IntelMQ.Notifications.OneShots.Uploads;

/// <summary>A file that is uploaded, or has been.</summary>
/// <param name="Id">32 hexadecimal digits.</param>
/// <param name="Owner">Who uploads it.</param>
/// <param name="Name">The file's name, for people; it is no path.</param>
/// <param name="Size">How many bytes were announced.</param>
/// <param name="Received">How many of them are there: the next slice begins here.</param>
public sealed record Upload(string Id, string Owner, string Name, long Size, long Received)
{
    /// <summary>Whether all of it is there.</summary>
    public bool IsWhole => Received == Size;
}
