using System.Security.Cryptography;
using System.Text;

namespace IntelMQ.Redis.Server;

/// <summary>A script that the server runs, and the name under which it keeps it.</summary>
internal sealed class RedisScript
{
    public RedisScript(string text)
    {
        Text = text;
#pragma warning disable CA5350 // The server names scripts so.
        Name = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5350
    }

    public string Text { get; }

    public string Name { get; }
}
