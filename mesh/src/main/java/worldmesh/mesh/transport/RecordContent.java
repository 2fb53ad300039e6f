package worldmesh.mesh.transport;

/** What was in an opened record: {@code length} bytes of {@code plain}, lent for the call, and the record's counter. */
@SuppressWarnings("ArrayRecordComponent")
public record RecordContent(byte[] plain, int length, long counter) {}
