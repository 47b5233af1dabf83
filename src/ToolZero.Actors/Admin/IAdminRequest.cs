namespace ToolZero.Actors.Admin;

/// <summary>Marks what an operator sends: the run actor hands it on to the admin actor.</summary>
public interface IAdminRequest;
