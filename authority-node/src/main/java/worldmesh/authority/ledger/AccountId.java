package worldmesh.authority.ledger;

import worldmesh.authority.row.Table;
import worldmesh.world.entity.EntityId;

/**
 * Names an account: one account component of one entity. The asset is the name of the component's only field, so that
 * {@code Vein(long gold)} and {@code Purse(long gold)} hold the same asset and gold never turns into silver.
 */
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
