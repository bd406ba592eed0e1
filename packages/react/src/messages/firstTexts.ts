/** The English of the few texts that are shown when the parts with all the others could not be fetched. */
export const firstTexts = {
  partMissing:
    'A part of this page could not be loaded, so calls cannot be shown. Check the network and try again; if that does not help, reload the page.',
  tryAgain: 'Try again',
}
