package worldmesh.authority.ledger;

import worldmesh.authority.row.Table;
import worldmesh.world.entity.EntityId;

/** Names an account: one account component of one entity, and the asset it holds. */
public record AccountId(EntityId entity, int component, String asset) {
    byte[] key() {
        return Table.ACCOUNT
                .key(20)
                .putLong(entity.replica())
                .putLong(entity.counter())
                .putInt(component)
                .array();
    }
}
