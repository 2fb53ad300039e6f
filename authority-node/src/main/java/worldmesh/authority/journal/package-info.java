/**
 * Keeps the rows of one node in RocksDB and makes them durable by group commit. The only package that sees RocksDB; may
 * use {@code runtime.journal} and nothing else of the product.
 */
@NullMarked
package worldmesh.authority.journal;

import org.jspecify.annotations.NullMarked;
