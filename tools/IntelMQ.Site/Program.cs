// Builds the site from the README and the pages in docs/:
//
//   dotnet run --project tools/IntelMQ.Site -- OUTPUT

using IntelMQ.Site;

if (args is not [var output])
{
    Console.Error.WriteLine("Usage: dotnet run --project tools/IntelMQ.Site -- OUTPUT");
    return 2;
}

int pages = SiteBuilder.Build(Path.GetFullPath(output));
Console.WriteLine($"{pages} pages in {Path.GetFullPath(output)}");
return 0;
