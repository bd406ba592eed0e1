import type { Messages } from './en.ts'
import { plural } from './plural.ts'

/** "de" before a name: "de Bob", "d’Anne". */
const from = (name: string): string => (/^[aeiouàâäéèêëîïôöùûüœæ]/i.test(name) ? `d’${name}` : `de ${name}`)

/** French. A no-break space stands before a colon and inside guillemets, a narrow one before other double signs. */
export const fr: Messages = {
  locale: 'fr',
  unknownPerson: 'Inconnu',
  you: (name) => `${name} (vous)`,

  incomingCall: 'Appel entrant',
  incomingAudio: 'Appel audio',
  incomingVideo: 'Appel vidéo',
  isCallingYou: (name) => `${name} vous appelle`,
  withPeople: (call, names) => `${call} avec ${names}`,
  accept: 'Répondre',
  acceptWithoutCamera: 'Répondre sans caméra',
  decline: 'Refuser',

  outgoingCall: 'Appel sortant',
  calling: (names) => `Appel vers ${names}`,
  cancelCall: 'Annuler l’appel',
  peopleCalled: 'Personnes appelées',

  status: {
    calling: 'Appel…',
    ringing: 'Ça sonne…',
    connected: 'En ligne',
    rejected: 'Appel refusé',
    noResponse: 'Pas de réponse',
    cancelled: 'Appel annulé',
    busy: 'Occupé',
    left: 'A raccroché',
    ended: 'Terminé',
  },
  connecting: 'Connexion…',

  call: 'Appel',
  duration: 'Durée',
  groupCall: (count) =>
    plural(count, 'fr', {
      one: '# personne en ligne',
      many: '# de personnes en ligne',
      other: '# personnes en ligne',
    }),
  muteMicrophone: 'Couper le micro',
  unmuteMicrophone: 'Réactiver le micro',
  turnCameraOff: 'Désactiver la caméra',
  turnCameraOn: 'Activer la caméra',
  shareScreen: 'Partager l’écran',
  stopSharingScreen: 'Arrêter le partage d’écran',
  invitePeople: 'Inviter des personnes',
  switchToAudio: 'Passer en audio',
  switchToVideo: 'Passer en vidéo',
  hangUp: 'Raccrocher',
  microphoneOff: 'Micro coupé',
  screenOf: (name) => `Écran ${from(name)}`,
  yourScreen: 'Votre écran',
  reconnecting: 'Connexion perdue. Reconnexion…',
  soundBlocked: 'Votre navigateur bloque le son.',
  playSound: 'Activer le son',
  quality: {
    excellent: 'Excellente connexion',
    good: 'Bonne connexion',
    poor: 'Mauvaise connexion',
    lost: 'Connexion perdue',
  },

  inCall: {
    pages: 'Pages de participants',
    page: (page, pages) => `Page ${page} sur ${pages}`,
    previousPage: 'Page précédente',
    nextPage: 'Page suivante',
    pin: (name) => `Épingler ${name}`,
    unpin: (name) => `Ne plus épingler ${name}`,
    minimise: 'Réduire l’appel',
    minimised: 'Appel réduit',
    backToCall: 'Revenir à l’appel',
    moveBar: 'Déplacer l’appel, aussi avec les flèches du clavier',
  },

  devices: { camera: 'Caméra', microphone: 'Micro', speaker: 'Haut-parleur' },
  unnamedDevice: (kind, index) => `${kind} ${index}`,
  systemDefault: 'Par défaut du système',
  microphoneLevel: 'Niveau du micro',

  inviteNobody: 'Personne à inviter.',
  inviteSearch: 'Rechercher une personne',
  inviteSubmit: 'Inviter',
  people: 'Personnes',
  close: 'Fermer',

  notices: 'Notifications d’appel',
  dismiss: 'Ignorer',
  declined: (name) => `${name} a refusé l’appel`,
  declinedWith: (name, message) => `${name} a refusé l’appel\u00a0: «\u00a0${message}\u00a0»`,
  isBusy: (name) => `${name} est en communication`,
  didNotAnswer: (names) => `Pas de réponse ${from(names)}`,
  missedCall: (name) => `Appel manqué ${from(name)}`,
  joined: (name) => `${name} a rejoint l’appel`,
  left: (name) => `${name} a quitté l’appel`,
  isInviting: (name, names) => `${name} invite ${names}`,
  nowAudio: 'L’appel passe en audio',
  nowVideo: 'L’appel passe en vidéo. Votre caméra reste coupée tant que vous ne l’activez pas.',
  answeredElsewhere: 'Appel pris sur un autre appareil',
  declinedElsewhere: 'Appel refusé sur un autre appareil',
  callLost: 'Connexion perdue avant que quelqu’un réponde',
  callFailed: 'L’appel n’a pas pu aboutir',
  callEnded: (time) => `Appel terminé après ${time}`,
  callEndedOffline: (name) => `Appel terminé\u00a0: ${name} a perdu la connexion`,
  callEndedRemoved: 'Appel terminé\u00a0: une personne a été exclue',
  callEndedError: 'Appel interrompu par une erreur',
  reconnected: 'Connexion rétablie',
  kickedOut: 'Vous avez ouvert une session ailleurs\u202f; les appels n’arrivent plus ici',
  removed: 'Le serveur a fermé votre session',
  deviceLost: (device) => `${device}\u00a0: appareil débranché`,

  beforeCall: {
    declineWithMessage: 'Refuser avec un message',
    busyNow: 'Je ne peux pas parler pour l’instant.',
    callBackLater: 'Je te rappelle.',
    writeInstead: 'Écris-moi plutôt, s’il te plaît.',
    preCall: 'Vérifier la caméra et le son',
    ownPicture: 'Votre propre image',
    turningOn: 'Activation…',
    speakToTest: 'Dites quelque chose : la barre suit votre voix.',
    testSound: 'Écouter un son de test',
    stopTestSound: 'Arrêter le son de test',
    tryAgain: 'Réessayer',
    helpChrome:
      'Dans Chrome : cliquez sur l’icône à gauche de l’adresse, activez la caméra et le micro, puis réessayez.',
    helpEdge:
      'Dans Edge : cliquez sur le cadenas à gauche de l’adresse, choisissez « Autorisations pour ce site », réglez la caméra et le micro sur « Autoriser », puis réessayez.',
    helpFirefox:
      'Dans Firefox : cliquez sur la caméra ou le micro barré à gauche de l’adresse, retirez « Bloqué », puis réessayez.',
    helpSafari:
      'Dans Safari : ouvrez « Réglages pour ce site web » dans le menu Safari, réglez la caméra et le micro sur « Autoriser », puis réessayez.',
    helpIOS:
      'Sur iPhone et iPad : touchez le menu de la page à côté de l’adresse, ouvrez « Réglages du site web », autorisez la caméra et le micro, puis réessayez.',
    helpAndroid:
      'Dans Chrome : touchez l’icône à gauche de l’adresse, ouvrez « Autorisations », activez la caméra et le micro, puis réessayez.',
    callGoingOn: 'Un appel est en cours',
    join: 'Rejoindre',
  },

  errors: {
    NOT_LOGGED_IN: 'Connectez-vous d’abord.',
    BAD_PARAMETER: 'La demande contient une valeur non valide.',
    WRONG_STATE: 'Ce n’est pas possible à ce stade de l’appel.',
    REPEATED_CALL: 'Un appel est déjà en cours ou entrant\u202f; terminez-le ou refusez-le d’abord.',
    NOT_FOUND: 'Appel introuvable. Il est peut-être terminé.',
    NOT_ALLOWED: 'Vous n’en avez pas le droit. Reconnectez-vous ou demandez l’autorisation.',
    RATE_LIMITED: 'Trop de demandes. Patientez un instant et réessayez.',
    PERMISSION_DENIED:
      'Le navigateur n’autorise pas cette page à utiliser la caméra, le micro ou l’écran. Autorisez-la dans les paramètres du site.',
    NO_DEVICE: 'Caméra, micro ou haut-parleur introuvable. Branchez un appareil ou choisissez-en un autre.',
    DEVICE_IN_USE: 'Un autre programme utilise la caméra ou le micro. Fermez-le et réessayez.',
    MEDIA_FAILED: 'Impossible d’établir l’image et le son. Vérifiez le réseau et réessayez.',
    SIGNALLING_FAILED: 'Serveur d’appel injoignable. Vérifiez le réseau.',
    TIMEOUT: 'Le serveur d’appel n’a pas répondu à temps. Réessayez.',
    INTERNAL: 'Un problème est survenu. Réessayez et signalez-le s’il se reproduit.',
  },
}
