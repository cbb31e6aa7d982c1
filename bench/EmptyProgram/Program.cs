// The floor of a start: the runtime, and one line.
Console.WriteLine("started");
