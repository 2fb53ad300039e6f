package worldmesh.authority.ledger;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.row.RowDraft;
import worldmesh.authority.row.RowReader;
import worldmesh.authority.row.Table;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.journal.JournalBatch;

/**
 * Double-entry bookkeeping over rows: every amount that one account gains another loses, the issuer included, so that
 * each asset sums to zero for ever. No account but the issuer's goes below zero. Keeps no state of its own.
 */
public final class Ledger {
    private Ledger() {}

    /** The balance of an account; an account nobody paid into has zero. */
    public static long balance(RowReader rows, AccountId account) {
        byte[] row = rows.get(account.key());
        return row == null ? 0 : new ByteReader(row).i64();
    }

    /** What the issuer of an asset owes: zero or less. */
    public static long issuerBalance(RowReader rows, String asset) {
        byte[] row = rows.get(issuerKey(asset));
        return row == null ? 0 : new ByteReader(row).i64();
    }

    /** Opens an account with nothing in it, so that an audit lists it. */
    public static void open(RowDraft rows, AccountId account) {
        if (rows.get(account.key()) == null) {
            write(rows, account, 0);
        }
    }

    /** Moves an amount between two accounts; answers why not, having drafted nothing, or null. */
    public static @Nullable String transfer(
            RowDraft rows, TransferId id, AccountId debit, AccountId credit, long amount) {
        if (!debit.asset().equals(credit.asset())) {
            return "cannot turn " + debit.asset() + " into " + credit.asset();
        }
        if (debit.equals(credit)) {
            return "debit and credit are the same account";
        }
        long from = balance(rows, debit);
        long to = balance(rows, credit);
        if (amount <= 0) {
            return "amount must be positive";
        }
        if (from < amount) {
            return "not enough " + debit.asset();
        }
        if (to > Long.MAX_VALUE - amount) {
            return "too much " + credit.asset();
        }
        write(rows, debit, from - amount);
        write(rows, credit, to + amount);
        record(rows, id, debit, credit, amount);
        return null;
    }

    /** Creates an amount out of the issuer's debt; answers why not, having drafted nothing, or null. */
    public static @Nullable String mint(RowDraft rows, TransferId id, AccountId credit, long amount) {
        long issued = issuerBalance(rows, credit.asset());
        long to = balance(rows, credit);
        if (amount <= 0) {
            return "amount must be positive";
        }
        if (issued < Long.MIN_VALUE + amount || to > Long.MAX_VALUE - amount) {
            return "too much " + credit.asset();
        }
        rows.put(
                issuerKey(credit.asset()),
                new ByteWriter(8).i64(issued - amount).toBytes());
        write(rows, credit, to + amount);
        record(rows, id, null, credit, amount);
        return null;
    }

    private static void write(RowDraft rows, AccountId account, long balance) {
        rows.put(
                account.key(),
                new ByteWriter().i64(balance).text(account.asset()).toBytes());
    }

    private static void record(RowDraft rows, TransferId id, @Nullable AccountId debit, AccountId credit, long amount) {
        ByteWriter out = new ByteWriter().i64(amount).text(credit.asset());
        out.u8(debit == null ? 0 : 1);
        if (debit != null) {
            debit.entity().encode(out);
            out.i32(debit.component());
        }
        credit.entity().encode(out);
        rows.put(id.key(), out.i32(credit.component()).toBytes());
    }

    /** Drafts the removal of the transfers that one command made, at most so many: balances stay as they are. */
    public static void forget(long epoch, long index, int most, JournalBatch rows) {
        for (int number = 0; number < most; number++) {
            rows.delete(new TransferId(epoch, index, number).key());
        }
    }

    private static byte[] issuerKey(String asset) {
        byte[] name = asset.getBytes(StandardCharsets.UTF_8);
        return Table.ISSUER.key(name.length).put(name).array();
    }
}
