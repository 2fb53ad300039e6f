package worldmesh.authority.ledger;

import worldmesh.authority.row.Table;

/** Names a transfer by the place in the log of the command that made it, and its number among that command's. */
public record TransferId(long epoch, long index, int number) {
    byte[] key() {
        return Table.TRANSFER
                .key(18)
                .putLong(epoch)
                .putLong(index)
                .putShort((short) number)
                .array();
    }
}
