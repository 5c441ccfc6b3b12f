// What can go wrong between the index and its reader. The engine throws nothing else.

/** A file of the index is gone (a newer site is out), is not what it says, or could not be fetched. */
export class IndexFault extends Error {
  /**
   * @param {'missing'|'damaged'|'network'} kind
   * @param {string} message
   */
  constructor(kind, message) {
    super(message);
    this.kind = kind;
  }
}

/** @returns {IndexFault} */
export function damage() {
  return new IndexFault('damaged', 'the search index is damaged');
}
