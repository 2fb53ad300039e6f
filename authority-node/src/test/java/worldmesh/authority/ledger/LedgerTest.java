package worldmesh.authority.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Random;
import org.junit.jupiter.api.Test;
import worldmesh.authority.row.MemoryRows;
import worldmesh.authority.row.RowDraft;
import worldmesh.authority.row.Table;
import worldmesh.world.entity.EntityId;

class LedgerTest {
    private static final AccountId VEIN = account(1, "gold");
    private static final AccountId PURSE = account(2, "gold");

    private final RowDraft rows = new RowDraft(new MemoryRows()::get);

    @Test
    void movesGoldFromVeinToPurseAndOwesItAtTheIssuer() {
        Ledger.mint(rows, id(0), VEIN, 100);

        String objection = Ledger.transfer(rows, id(1), VEIN, PURSE, 30);

        assertNull(objection);
        assertEquals(70, Ledger.balance(rows, VEIN));
        assertEquals(30, Ledger.balance(rows, PURSE));
        assertEquals(-100, Ledger.issuerBalance(rows, "gold"));
        assertNotNull(rows.get(id(1).key()));
    }

    @Test
    void refusesWhatTheDebitAccountDoesNotHold() {
        Ledger.mint(rows, id(0), VEIN, 10);

        String objection = Ledger.transfer(rows, id(1), VEIN, PURSE, 11);

        assertEquals("not enough gold", objection);
        assertEquals(10, Ledger.balance(rows, VEIN));
        assertEquals(0, Ledger.balance(rows, PURSE));
        assertNull(rows.get(id(1).key()));
    }

    @Test
    void refusesAmountsThatAreNotPositive() {
        Ledger.mint(rows, id(0), VEIN, 10);

        assertEquals("amount must be positive", Ledger.transfer(rows, id(1), VEIN, PURSE, 0));
        assertEquals("amount must be positive", Ledger.transfer(rows, id(1), VEIN, PURSE, Long.MIN_VALUE));
        assertEquals("amount must be positive", Ledger.mint(rows, id(1), PURSE, -5));
        assertEquals(10, Ledger.balance(rows, VEIN));
    }

    @Test
    void refusesToOverflow() {
        Ledger.mint(rows, id(0), VEIN, Long.MAX_VALUE);

        assertEquals("too much gold", Ledger.mint(rows, id(1), VEIN, 1));
        assertEquals("too much gold", Ledger.mint(rows, id(1), PURSE, 2));
        assertEquals(Long.MAX_VALUE, Ledger.balance(rows, VEIN));
        assertEquals(-Long.MAX_VALUE, Ledger.issuerBalance(rows, "gold"));
    }

    @Test
    void refusesToTurnOneAssetIntoAnotherAndToPayItself() {
        AccountId wood = account(3, "wood");
        Ledger.mint(rows, id(0), VEIN, 5);

        assertEquals("cannot turn gold into wood", Ledger.transfer(rows, id(1), VEIN, wood, 1));
        assertEquals("debit and credit are the same account", Ledger.transfer(rows, id(1), VEIN, VEIN, 1));
    }

    @Test
    void sumsToZeroAfterAnyHistory() {
        MemoryRows journal = new MemoryRows();
        RowDraft draft = new RowDraft(journal::get);
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            AccountId from = account(random.nextInt(8), "gold");
            AccountId to = account(random.nextInt(8), "gold");
            long amount = random.nextInt(10) == 0 ? random.nextLong() : random.nextInt(50);
            if (random.nextInt(4) == 0) {
                Ledger.mint(draft, id(i), to, amount);
            } else {
                Ledger.transfer(draft, id(i), from, to, amount);
            }
        }
        var batch = new worldmesh.runtime.journal.JournalBatch();
        draft.addTo(batch);
        journal.commit(batch);

        long[] sum = {Ledger.issuerBalance(draft, "gold")};
        journal.scan(Table.ACCOUNT.prefix(), (key, value) -> {
            long balance = new worldmesh.runtime.bytes.ByteReader(value).i64();
            sum[0] = Math.addExact(sum[0], balance);
            return balance >= 0;
        });
        assertEquals(0, sum[0]);
    }

    private static AccountId account(long counter, String asset) {
        return new AccountId(new EntityId(9, counter), 77, asset);
    }

    private static TransferId id(long index) {
        return new TransferId(1, index, 0);
    }
}
