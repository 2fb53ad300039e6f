package worldmesh.authority.validate;

import org.jspecify.annotations.Nullable;
import worldmesh.authority.ledger.AccountId;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.component.ComponentType;
import worldmesh.world.entity.EntityId;

/** Translates between account components, which hold one long, and the ledger's accounts. */
final class Accounts {
    private Accounts() {}

    /**
     * The asset is the name of the component's only field, so that {@code Vein(long gold)} and {@code Purse(long gold)}
     * hold the same asset and gold never turns into silver. A field called {@code amount} says nothing: then it is the
     * name of the component.
     */
    static AccountId of(EntityId entity, ComponentType<?> type) {
        String field = type.type().getRecordComponents()[0].getName();
        return new AccountId(entity, type.id(), field.equals("amount") ? type.name() : field);
    }

    /** The component that shows a balance, null if the record's constructor refuses the number. */
    static @Nullable Record record(ComponentType<?> type, long balance) {
        return type.codec().decode(new ByteWriter(10).zigzag(balance).toBytes());
    }

    /** The balance that a component shows. */
    static <T extends Record> long balance(ComponentType<T> type, Record value) {
        byte[] bytes = type.codec().encode(type.type().cast(value));
        return new ByteReader(bytes).zigzag();
    }
}
