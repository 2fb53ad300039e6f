package worldmesh.samples.lanparty.model;

import java.util.Locale;

/** What can be owned, given and traded. */
public enum Asset {
    /** Mined from veins. */
    GOLD(Gold.class),
    /** Chopped from trees. */
    WOOD(Wood.class);

    private final Class<? extends Record> account;

    Asset(Class<? extends Record> account) {
        this.account = account;
    }

    /** The component that holds it. */
    public Class<? extends Record> account() {
        return account;
    }

    /** An amount as people say it. */
    public String amount(long amount) {
        return amount + " " + name().toLowerCase(Locale.ROOT);
    }
}
