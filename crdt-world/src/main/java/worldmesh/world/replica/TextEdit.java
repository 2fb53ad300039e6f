package worldmesh.world.replica;

/**
 * At a position of a text so many units gave way to others. The edits of one change are by position, each where it is
 * once those before it are made.
 */
public record TextEdit(int position, int deleted, String inserted) {}
